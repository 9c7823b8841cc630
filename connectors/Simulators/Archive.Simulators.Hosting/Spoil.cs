namespace Archive.Simulators.Hosting;

/// <summary>What becomes of a right answer on its way.</summary>
public enum Spoil
{
    None,

    /// <summary>It comes late.</summary>
    Late,

    /// <summary>Half of the announced body, then a reset.</summary>
    CutOff,

    /// <summary>A complete HTTP answer that ends in the middle of its content.</summary>
    Half,

    /// <summary>A complete HTTP answer with bytes in it that JSON forbids.</summary>
    Garbled,
}
