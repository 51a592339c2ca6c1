using System.Text.Json;

namespace Replication.Hypervisors.Qemu.Monitor;

/// <summary>What QEMU answered to the command of this id: a value, or an error's class and description.</summary>
/// <param name="Id">Null when QEMU could not read the command so far that it knew its id.</param>
/// <param name="Value">What it returned; undefined for an error.</param>
/// <param name="ErrorClass">Null for a success.</param>
/// <param name="Description">QEMU's words about the error.</param>
internal sealed record QmpReply(long? Id, JsonElement Value, string? ErrorClass = null, string? Description = null);
