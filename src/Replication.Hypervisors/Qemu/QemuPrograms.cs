using Replication.Core.Platform;

namespace Replication.Hypervisors.Qemu;

/// <summary>The programs of QEMU that are installed.</summary>
/// <param name="System">qemu-system-x86_64.</param>
/// <param name="Image">qemu-img.</param>
internal sealed record QemuPrograms(string System, string Image)
{
    private const string SystemName = "qemu-system-x86_64";
    private const string ImageName = "qemu-img";

    /// <summary>What is installed, or why machines cannot be started with it.</summary>
    public static (QemuPrograms? Programs, string? Reason) Find()
    {
        if (!OperatingSystem.IsLinux()) return (null, "Machines of a Local site are started on Linux only; start the disks with a hypervisor of your own.");
        string? system = ToolPath.Find(SystemName);
        string? image = ToolPath.Find(ImageName);
        return system is null ? (null, $"{SystemName} is not installed; install QEMU, or start the disks with a hypervisor of your own.")
            : image is null ? (null, $"{ImageName} is not installed; it comes with QEMU's utilities.")
            : (new QemuPrograms(system, image), null);
    }
}
