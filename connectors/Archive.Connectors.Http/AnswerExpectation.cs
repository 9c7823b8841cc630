using System.Net;
using System.Text.Json;
using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>What the body of an answer has to be, checked inside the retries so that a cut or garbled body is asked for again.</summary>
/// <param name="MaxBytes">Largest body that is read.</param>
/// <param name="Json">The body has to be one complete JSON value.</param>
/// <param name="Reclassify">For platforms that answer 200 to everything: the status the body really means (429, 503 …), or null to leave it.
/// Of a file, only refusals are looked at.</param>
public sealed record AnswerExpectation(int MaxBytes, bool Json, Func<JsonElement, HttpStatusCode?>? Reclassify = null)
{
    internal static readonly HttpRequestOptionsKey<AnswerExpectation> Key = new("archive.answer");
}

/// <summary>A body that was read to its end.</summary>
public sealed class BufferedAnswer(byte[] bytes, JsonDocument? json) : ByteArrayContent(bytes)
{
    /// <summary>Null where an error came with something else. Lives as long as the garbage collector lets it: slices of it are handed on.</summary>
    public JsonDocument? Json { get; } = json;
}

/// <summary>A file that was read to its end. It outlives the answer.</summary>
/// <param name="refusal">What an error says in place of a file; null where it is none, or nobody asked for it.</param>
public sealed class FileAnswer(FileBytes file, JsonDocument? refusal) : HttpContent
{
    public FileBytes File => file;

    public JsonDocument? Refusal => refusal;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(file.Read()).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = file.Length;
        return true;
    }
}

/// <summary>The body was cut, or is not what was asked for. May work when tried again.</summary>
public sealed class BrokenAnswerException(string message, Exception? inner = null) : HttpRequestException(message, inner);

/// <summary>The body is larger than allowed; asking again does not make it smaller.</summary>
public sealed class AnswerTooLargeException(long limit) : Exception($"The answer is larger than {limit} bytes.")
{
    public long Limit { get; } = limit;
}
