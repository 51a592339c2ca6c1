namespace Replication.Hypervisors.Qemu.Hardware;

internal enum NetworkKind
{
    /// <summary>A network card whose cable is not plugged in.</summary>
    None,

    /// <summary>A network of its own with nobody else on it and no way out; forwarded ports lead in.</summary>
    Isolated,

    /// <summary>Out through this host, by QEMU's user-mode network: nothing reaches the guest but forwarded ports.</summary>
    User,
}
