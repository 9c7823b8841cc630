namespace Archive.IntegrationTests.Crash;

/// <summary>Tests whose kills are timed do not run beside others.</summary>
[CollectionDefinition(nameof(CrashTests), DisableParallelization = true)]
public sealed class CrashTests;
