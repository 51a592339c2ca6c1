using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Hypervisors.Qemu;
using Replication.Hypervisors.Qemu.Hardware;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Local;

/// <summary>Starts and ends machines of a Local site, as far as the site runs machines at all.</summary>
internal sealed class LocalPower
{
    private readonly SiteDefinition _site;
    private readonly QemuHypervisor _hypervisor;
    private readonly NetworkMap _networks;

    /// <exception cref="ReplicationException">HypervisorUnknown, NetworksInvalid.</exception>
    public LocalPower(SiteDefinition site, string folder, TimeProvider time)
    {
        _site = site;
        _hypervisor = new QemuHypervisor(folder, time);
        _networks = new NetworkMap(site);
        _ = LocalSiteSettings.RunsMachines(site);
    }

    public (bool CanStart, string? Reason) Ability => Programs() is { Programs: not null } ? (true, null) : (false, Programs().Reason);

    /// <summary>What is known of a machine that runs or is being started; also of one that ended by itself, until the next verb cleans up.</summary>
    public RunRecord? Find(string machineId) => _hypervisor.FolderOf(machineId).Read();

    /// <exception cref="ReplicationException">CannotStart, DiskInUse where something else runs it, and what QEMU refuses.</exception>
    public Task StartAsync(MachineFolder folder, Machine machine, CancellationToken cancellationToken)
    {
        if (Programs() is not { Programs: { } programs }) throw new ReplicationException("CannotStart", $"Machine {machine.Name}", Programs().Reason!);
        bool test = folder.File.Role == MachineRole.TestReplica;
        // A test never reaches a network, whatever its network cards are called.
        GuestNetwork[] networks = [.. machine.Nics.Select(nic => test ? GuestNetwork.Isolated : _networks.Find(nic.Network))];
        return _hypervisor.StartAsync(programs, new StartRequest(machine, folder.Directory, test, networks), cancellationToken);
    }

    /// <summary>Switches off a machine that this site started; its guest is not asked.</summary>
    public Task StopAsync(string machineId, CancellationToken cancellationToken) => _hypervisor.StopAsync(machineId, cancellationToken);

    public Task<bool> ShutDownAsync(string machineId, TimeSpan limit, CancellationToken cancellationToken) =>
        _hypervisor.ShutDownAsync(machineId, limit, cancellationToken);

    public string? ConsoleOf(string machineId) => _hypervisor.FolderOf(machineId).Console is var file && File.Exists(file) ? file : null;

    /// <summary>Stops the machine and removes everything that its runs left.</summary>
    public async Task RemoveAsync(string machineId, CancellationToken cancellationToken)
    {
        await _hypervisor.StopAsync(machineId, cancellationToken);
        _hypervisor.FolderOf(machineId).Remove();
    }

    private (QemuPrograms? Programs, string? Reason) Programs() => LocalSiteSettings.RunsMachines(_site)
        ? QemuPrograms.Find()
        : (null, $"Site {_site.Name} is set to run no machines; start the disks with a hypervisor of your own.");
}
