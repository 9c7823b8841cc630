namespace Archive.Simulators.WeCom;

/// <summary>An answer of a client to the question whether conversations with him may be kept.</summary>
/// <param name="At">When, in corpus time. What is no later than his coming into a conversation is his first answer there.</param>
public sealed record ConsentChange(DateTimeOffset At, bool Agrees);
