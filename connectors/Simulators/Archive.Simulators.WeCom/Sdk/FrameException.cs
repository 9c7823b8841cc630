namespace Archive.Simulators.WeCom.Sdk;

/// <summary>A frame is not as the protocol wants it. The message holds nothing of its content.</summary>
internal sealed class FrameException(string message) : Exception(message);
