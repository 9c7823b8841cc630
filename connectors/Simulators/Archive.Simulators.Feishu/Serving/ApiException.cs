namespace Archive.Simulators.Feishu.Serving;

/// <summary>A logical error: the answer is <c>{"code":…,"msg":…}</c>.</summary>
/// <param name="status">HTTP status where it is not that of most errors.</param>
internal sealed class ApiException(int code, string message, int? status = null) : Exception(message)
{
    public int Code { get; } = code;

    public int? Status { get; } = status;
}
