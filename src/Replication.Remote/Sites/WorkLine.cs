using System.Text.Json;

namespace Replication.Remote.Sites;

/// <summary>One line of an answer to long work: how far it is, or at last what came of it.</summary>
internal sealed record WorkLine(long? Bytes, JsonElement? Result, WorkError? Error);
