namespace Archive.Simulators.Hosting;

/// <summary>One answered request. Holds no parameter and no content.</summary>
/// <param name="Number">From 1, in order of arrival; the number that fault schedules mean. 0 for requests that they do not count.</param>
/// <param name="Method">Which of the platform's methods was called, without parameters.</param>
/// <param name="Status">HTTP status; 0 when the connection was dropped instead.</param>
/// <param name="Error">Code of a logical error; null for success.</param>
/// <param name="Fault">The fault that was really injected.</param>
public sealed record RequestRecord<TFault>(int Number, string Method, int Status, string? Error = null, TFault? Fault = null)
    where TFault : struct, Enum;
