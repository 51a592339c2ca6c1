namespace Replication.Store.Data;

/// <summary>Why stored grains could not be read: where, and what was found there.</summary>
internal readonly record struct GrainDefect(string Path, long? Offset, string Found);
