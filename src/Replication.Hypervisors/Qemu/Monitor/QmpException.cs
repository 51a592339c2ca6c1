using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu.Monitor;

/// <summary>QEMU or the guest agent refused a command (QmpRefused).</summary>
public sealed class QmpException(string target, string command, string errorClass, string description)
    : ReplicationException("QmpRefused", target, $"{command} was refused: {errorClass}: {description}")
{
    public string Command => command;

    /// <summary>GenericError, CommandNotFound, DeviceNotFound, DeviceNotActive or KVMMissingCap (qapi/error.json).</summary>
    public string ErrorClass => errorClass;

    /// <summary>QEMU's own words; they change between versions.</summary>
    public string Description => description;
}
