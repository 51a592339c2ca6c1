using Replication.Core.Machines;
using Replication.Hypervisors.Qemu.Hardware;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>A machine that is to be started.</summary>
/// <param name="Machine">As it is while it is off.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="IsTest">A test machine keeps no track of changes.</param>
/// <param name="Networks">Of its network cards, in their order.</param>
internal sealed record StartRequest(Machine Machine, string Folder, bool IsTest, IReadOnlyList<GuestNetwork> Networks)
{
    public string MachineId => Machine.Id;
}
