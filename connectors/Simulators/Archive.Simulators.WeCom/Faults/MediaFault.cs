namespace Archive.Simulators.WeCom.Faults;

/// <summary>What is wrong with one file.</summary>
public enum MediaFault
{
    /// <summary>Return code 10010.</summary>
    Expired,

    /// <summary>Return code 10005.</summary>
    BadId,

    /// <summary>Return code 10006.</summary>
    Undecipherable,

    /// <summary>Its message names the sum of something else.</summary>
    WrongSum,

    /// <summary>Its message names no sum.</summary>
    NoSum,

    /// <summary>The last chunk never comes: every answer for it is return code 10001.</summary>
    NeverEnds,
}
