namespace Archive.Simulators.Slack;

/// <summary>One answered request. Holds no parameter and no content.</summary>
/// <param name="Number">From 1, in order of arrival; the number that fault schedules mean. 0 for file downloads, which they do not count.</param>
/// <param name="Method">API method, or <c>file</c>.</param>
/// <param name="Status">HTTP status; 0 when the connection was dropped instead.</param>
/// <param name="Error">Code of a logical error; null for success.</param>
/// <param name="Fault">The fault that was really injected.</param>
public sealed record RequestRecord(int Number, string Method, int Status, string? Error = null, Faults.FaultKind? Fault = null);
