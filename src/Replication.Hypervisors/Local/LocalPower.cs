using Replication.Core.Boot;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Hypervisors.Qemu;
using Replication.Hypervisors.Qemu.Boot;
using Replication.Hypervisors.Qemu.Hardware;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Local;

/// <summary>Starts and ends machines of a Local site, as far as the site runs machines at all.</summary>
internal sealed class LocalPower
{
    private readonly SiteDefinition _site;
    private readonly QemuHypervisor _hypervisor;
    private readonly NetworkMap _networks;
    private readonly TimeProvider _time;
    private readonly IHoldWatch? _watch;

    /// <exception cref="ReplicationException">HypervisorUnknown, NetworksInvalid.</exception>
    public LocalPower(SiteDefinition site, string folder, TimeProvider time, IHoldWatch? watch)
    {
        _watch = watch;
        _site = site;
        _time = time;
        _hypervisor = new QemuHypervisor(folder, time);
        _networks = new NetworkMap(site);
        _ = LocalSiteSettings.RunsMachines(site);
    }

    public (bool CanStart, string? Reason) Ability => Programs() is { Programs: not null } ? (true, null) : (false, Programs().Reason);

    /// <summary>What is known of a machine that runs or is being started; also of one that ended by itself, until the next verb cleans up.</summary>
    public RunRecord? Find(string machineId) => _hypervisor.FolderOf(machineId).Read();

    /// <exception cref="ReplicationException">CannotStart, DiskInUse where something else runs it, and what QEMU refuses.</exception>
    public Task StartAsync(MachineFolder folder, Machine machine, CancellationToken cancellationToken) =>
        StartAsync(folder, machine, boot: null, cancellationToken);

    /// <summary>Starts the machine without any network but for a forwarded port, and watches it boot.</summary>
    /// <exception cref="ReplicationException">BootProbeInvalid, and as <see cref="StartAsync(MachineFolder, Machine, CancellationToken)"/>.</exception>
    public async Task<BootObservation> ObserveBootAsync(
        MachineFolder folder, Machine machine, BootProbe probe, string screenshot, CancellationToken cancellationToken)
    {
        if (probe.TcpPort is { } port && machine.Nics.Count == 0)
            throw new ReplicationException(
                "BootProbeInvalid", $"Machine {machine.Name}", $"It has no network card by which TCP port {port} could be reached.", "another probe.");
        await _hypervisor.StopAsync(machine.Id, cancellationToken);
        await StartAsync(folder, machine, probe, cancellationToken);
        RunRecord run = _hypervisor.FindRunning(machine.Id) ?? throw new ReplicationException(
            "MachineStartFailed", $"Machine {machine.Name}", "It ended at once.");
        return await new BootObserver(run, _hypervisor.FolderOf(machine.Id).Console, probe, _time).WatchAsync(screenshot, cancellationToken);
    }

    private Task StartAsync(MachineFolder folder, Machine machine, BootProbe? boot, CancellationToken cancellationToken)
    {
        if (Programs() is not { Programs: { } programs }) throw new ReplicationException("CannotStart", $"Machine {machine.Name}", Programs().Reason!);
        // A test never reaches a network, whatever its network cards are called.
        bool test = boot is not null || folder.File.Role == MachineRole.TestReplica;
        GuestNetwork[] networks = [.. machine.Nics.Select(nic => test ? GuestNetwork.Isolated : _networks.Find(nic.Network))];
        if (boot?.TcpPort is { } port) networks[0] = networks[0] with { Forwards = [new PortForward("tcp", 0, port)] };
        return _hypervisor.StartAsync(programs, new StartRequest(machine, folder.Directory, test, networks), cancellationToken);
    }

    /// <summary>Switches off a machine that this site started; its guest is not asked.</summary>
    public Task StopAsync(string machineId, CancellationToken cancellationToken) => _hypervisor.StopAsync(machineId, cancellationToken);

    public Task<bool> ShutDownAsync(string machineId, TimeSpan limit, CancellationToken cancellationToken) =>
        _hypervisor.ShutDownAsync(machineId, limit, cancellationToken);

    /// <summary>Gives machines, also such as run, disks of their own.</summary>
    public DiskSettling Settling(IDiskImages images) => new(_hypervisor, images, _time, _watch);

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
