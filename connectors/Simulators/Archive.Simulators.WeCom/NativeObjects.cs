namespace Archive.Simulators.WeCom;

/// <summary>Objects of a fake library that its caller holds at one moment.</summary>
public readonly record struct NativeObjects(int Sdks, int Slices, int Media);
