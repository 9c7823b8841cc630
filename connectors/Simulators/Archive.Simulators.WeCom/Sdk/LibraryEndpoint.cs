using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Where <c>Native/finance_sdk.c</c> asks: a private path, in the fields of <see cref="FieldReader"/>. Each request also says what the
/// library's caller holds.</summary>
internal sealed class LibraryEndpoint(FinanceSdk sdk, WeComSimulatorOptions options)
{
    public const string Root = "/sdk";
    private readonly Lock _lock = new();
    private NativeObjects _live;

    /// <summary>As the latest request said.</summary>
    public NativeObjects Live
    {
        get
        {
            lock (_lock)
            {
                return _live;
            }
        }
    }

    public async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        FieldWriter answer;
        try
        {
            answer = Write(Answer((context.Request.Path.Value ?? string.Empty)[Root.Length..].TrimStart('/'), body.ToArray()));
        }
        catch (FrameException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private SdkAnswer Answer(string call, ReadOnlySpan<byte> body)
    {
        var fields = new FieldReader(body);
        var (corpId, secret, before) = (fields.Text(), fields.Text(), fields.UInt32());
        Remember(new NativeObjects((int)fields.UInt32(), (int)fields.UInt32(), (int)fields.UInt32()));
        if (before == 0)
        {
            // The library cannot tell when it is opened, because it does not know where to.
            sdk.Open(corpId, secret);
        }

        return call switch
        {
            "chat" => sdk.ReadChat(corpId, secret, fields.UInt64(), fields.UInt32()),
            "media" => sdk.ReadMedia(corpId, secret, fields.Text(), fields.Text()),
            "decrypt" => sdk.AskDecrypt(),
            _ => throw new FrameException("The library does not ask this."),
        };
    }

    private FieldWriter Write(SdkAnswer answer) => new FieldWriter()
        .Int32(answer.Code).Byte((byte)answer.Act).UInt32((uint)options.LeakBytes).Byte((byte)(sdk.AsksBeforeDecrypt ? 1 : 0))
        .Byte((byte)(answer.IsFinished ? 1 : 0)).Text(answer.NextIndex).Bytes(answer.Data);

    private void Remember(NativeObjects live)
    {
        lock (_lock)
        {
            _live = live;
        }
    }
}
