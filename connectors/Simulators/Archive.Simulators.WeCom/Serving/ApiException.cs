namespace Archive.Simulators.WeCom.Serving;

/// <summary>A logical error: HTTP 200 with <c>{"errcode":…,"errmsg":…}</c>.</summary>
internal sealed class ApiException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
