namespace Replication.Core.Rules.Failback.Facts;

/// <summary>Which of the two halves of coming home is asked about.</summary>
public enum FailbackOperation
{
    /// <summary>The failed-over machines are to replicate home.</summary>
    Reprotect,

    /// <summary>They replicate home already, and are to run there again.</summary>
    Failback,
}
