namespace Replication.Core.Rules;

/// <summary>What a failed rule means: something to know, something that may go wrong, or something that stops the operation.</summary>
public enum FindingSeverity
{
    Information,
    Warning,
    Error,
}
