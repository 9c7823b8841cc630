using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Sdk;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>One message as it came out of the stream.</summary>
/// <param name="Json">Control characters that JSON forbids are taken out of it.</param>
internal sealed record PulledMessage(ulong Seq, string Id, int KeyVersion, JsonElement Json, byte[] Raw)
{
    public string Type => Json.TryGetProperty("msgtype", out var type) ? type.GetString()! : "";

    public string Text => Json.GetProperty("text").GetProperty("content").GetString()!;
}

/// <summary>The least parent of the child process that is correct.</summary>
internal sealed class SdkTestParent : IAsyncDisposable
{
    private readonly Pipe _requests = new();
    private readonly Pipe _answers = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly WeComSimulator _simulator;
    private readonly Dictionary<int, RSA> _keys = [];

    public SdkTestParent(WeComSimulator simulator)
    {
        _simulator = simulator;
        Life = simulator.ServeSdkAsync(_requests.Reader.AsStream(), _answers.Writer.AsStream(), _kill.Token);
    }

    public Task Life { get; }

    public Stream Requests => _requests.Writer.AsStream(leaveOpen: true);

    public Stream Answers => _answers.Reader.AsStream(leaveOpen: true);

    /// <summary>Of the latest heartbeat.</summary>
    public ulong WorkingSet { get; private set; }

    public int Heartbeats { get; private set; }

    /// <summary>Return code of <c>Init</c>.</summary>
    public async Task<int> OpenAsync(CancellationToken cancellationToken, string? corpId = null, string? secret = null)
    {
        var options = new WeComSimulatorOptions();
        var body = new FieldWriter().Byte(1).UInt32(1).Text("/opt/sdk.so").Text(corpId ?? options.CorpId).Text(secret ?? options.ArchiveSecret)
            .Text("").Text("").Int32(5);
        return Parse(await AskAsync(body, cancellationToken));

        static int Parse(byte[] answer)
        {
            var fields = new FieldReader(answer);
            Assert.Equal(1, fields.Byte());
            var code = fields.Int32();
            Assert.Equal("", fields.Text());
            fields.End();
            return code;
        }
    }

    public async Task<(int Code, byte[] Json)> ReadChatAsync(ulong seq, uint limit, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(new FieldWriter().Byte(2).UInt64(seq).UInt32(limit), cancellationToken);
        return Parse(answer);

        static (int Code, byte[] Json) Parse(byte[] answer)
        {
            var fields = new FieldReader(answer);
            Assert.Equal(2, fields.Byte());
            var read = (fields.Int32(), fields.Bytes().ToArray());
            fields.End();
            return read;
        }
    }

    public async Task<List<(int Code, byte[] Json)>> DecryptAsync(IReadOnlyList<(string Key, string Message)> items, CancellationToken cancellationToken)
    {
        var request = new FieldWriter().Byte(3).UInt32((uint)items.Count);
        foreach (var (key, message) in items)
        {
            request.Text(key).Text(message);
        }

        return Parse(await AskAsync(request, cancellationToken));

        static List<(int Code, byte[] Json)> Parse(byte[] answer)
        {
            var fields = new FieldReader(answer);
            Assert.Equal(3, fields.Byte());
            var read = new List<(int Code, byte[] Json)>();
            for (var count = fields.UInt32(); count > 0; count--)
            {
                read.Add((fields.Int32(), fields.Bytes().ToArray()));
            }

            fields.End();
            return read;
        }
    }

    public async Task<(int Code, string Next, bool Finished, byte[] Data)> ReadMediaAsync(string index, string fileId, CancellationToken cancellationToken)
    {
        return Parse(await AskAsync(new FieldWriter().Byte(4).Text(index).Text(fileId), cancellationToken));

        static (int Code, string Next, bool Finished, byte[] Data) Parse(byte[] answer)
        {
            var fields = new FieldReader(answer);
            Assert.Equal(4, fields.Byte());
            var read = (fields.Int32(), fields.Text(), fields.Byte() == 1, fields.Bytes().ToArray());
            fields.End();
            return read;
        }
    }

    /// <summary>Everything after a sequence number, decrypted.</summary>
    public async Task<List<PulledMessage>> PullAsync(CancellationToken cancellationToken, ulong seq = 0, uint limit = 1_000)
    {
        var pulled = new List<PulledMessage>();
        while (true)
        {
            var (code, json) = await ReadChatAsync(seq, limit, cancellationToken);
            Assert.Equal(0, code);
            using var page = JsonDocument.Parse(json);
            Assert.Equal(0, page.RootElement.GetProperty("errcode").GetInt32());
            JsonElement[] items = [.. page.RootElement.GetProperty("chatdata").EnumerateArray()];
            if (items.Length == 0)
            {
                return pulled;
            }

            var texts = await DecryptAsync([.. items.Select(i => (ContentKey(i), i.GetProperty("encrypt_chat_msg").GetString()!))], cancellationToken);
            foreach (var (item, text) in items.Zip(texts))
            {
                Assert.Equal(0, text.Code);
                pulled.Add(Read(item, text.Json));
            }

            seq = pulled[^1].Seq;
        }
    }

    /// <summary>The content key of one message, by the private key of its version.</summary>
    public string ContentKey(JsonElement item)
    {
        var version = item.GetProperty("publickey_ver").GetInt32();
        if (!_keys.TryGetValue(version, out var rsa))
        {
            _keys[version] = rsa = RSA.Create();
            rsa.ImportFromPem(_simulator.Keys.Single(k => k.Version == version).Pkcs1Pem);
        }

        return Encoding.ASCII.GetString(rsa.Decrypt(item.GetProperty("encrypt_random_key").GetBytesFromBase64(), RSAEncryptionPadding.Pkcs1));
    }

    /// <summary>The next answer that is no heartbeat; null at the end of the stream.</summary>
    public async Task<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        while (await Frames.ReadAsync(Answers, cancellationToken) is { } body)
        {
            if (body[0] != 0)
            {
                return body;
            }

            Heartbeats++;
            WorkingSet = BitConverter.ToUInt64(body, 1);
        }

        return null;
    }

    public Task SendAsync(FieldWriter request, CancellationToken cancellationToken) => Frames.WriteAsync(Requests, request.Body, cancellationToken);

    public async Task CloseAsync()
    {
        await _requests.Writer.CompleteAsync();
    }

    public async Task KillAsync()
    {
        await _kill.CancelAsync();
        await Life.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _kill.Dispose();
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static PulledMessage Read(JsonElement item, byte[] text)
    {
        using var json = JsonDocument.Parse(text.Where(b => b >= 0x20).ToArray());
        var message = new PulledMessage(
            item.GetProperty("seq").GetUInt64(), item.GetProperty("msgid").GetString()!, item.GetProperty("publickey_ver").GetInt32(), json.RootElement.Clone(), text);
        Assert.Equal(message.Id, message.Json.GetProperty("msgid").GetString());
        return message;
    }

    private async Task<byte[]> AskAsync(FieldWriter request, CancellationToken cancellationToken)
    {
        await SendAsync(request, cancellationToken);
        return await NextAsync(cancellationToken) ?? throw new EndOfStreamException("The process has ended.");
    }
}
