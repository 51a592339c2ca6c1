namespace Replication.Core.Rules.Methods;

public sealed record VMCheckpoint(string Name, CheckpointKind Kind);
