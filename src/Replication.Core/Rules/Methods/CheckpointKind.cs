namespace Replication.Core.Rules.Methods;

/// <summary>Who made a checkpoint of a Hyper-V VM; only what users made counts (GEN-06).</summary>
public enum CheckpointKind
{
    /// <summary>Made by a user: Hyper-V's Standard and Production checkpoints.</summary>
    User,
    Automatic,
    Recovery,
    Replica,
}
