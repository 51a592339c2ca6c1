using System.Text.Json;

namespace Replication.Hypervisors.Qemu.Monitor;

/// <param name="Name">As QEMU names it: SHUTDOWN, JOB_STATUS_CHANGE, BLOCK_IO_ERROR.</param>
/// <param name="Data">Its data; an undefined element where it has none.</param>
/// <param name="Time">By QEMU's clock, UTC; null when QEMU could not tell.</param>
public sealed record QmpEvent(string Name, JsonElement Data, DateTimeOffset? Time);
