using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>A folder with the files of a Linux guest, of which tests change some before an image is made of it.</summary>
internal sealed class LinuxTree
{
    public const string Kernel = "5.14.0-503.el9.x86_64";

    private static readonly string[] Drivers = ["kernel/drivers/block/xen-blkfront.ko", "kernel/drivers/net/xen-netfront.ko", "kernel/drivers/nvme/host/nvme.ko.xz"];

    public LinuxTree(TempFolder folder, string name)
    {
        Folder = Directory.CreateDirectory(folder.File(name)).FullName;
        Write("/usr/lib/os-release", "NAME=\"Red Hat Enterprise Linux\"\nID=\"rhel\"\nVERSION_ID=\"8.6\"\n");
        Link("/etc/os-release", "../usr/lib/os-release");
        Link("/lib", "usr/lib");
        Link("/sbin", "usr/sbin");
        Write("/usr/lib/systemd/systemd", [0x7F, .. "ELF"u8, 2, 1, 1, 0]);
        Link("/usr/sbin/init", "/lib/systemd/systemd");
        Write("/usr/lib/systemd/system/sshd.service", "[Install]\nWantedBy=multi-user.target\n");
        Link("/etc/systemd/system/multi-user.target.wants/sshd.service", "/usr/lib/systemd/system/sshd.service");
        Write("/etc/fstab", $"UUID={GuestImage.RootUuid} / xfs defaults 0 0\n");
        Write("/etc/NetworkManager/system-connections/eth0.nmconnection", "[connection]\nid=eth0\n[ipv4]\nmethod=auto\n");
        Write("/boot/grub2/grub.cfg", "menuentry");
        Write($"/boot/vmlinuz-{Kernel}", "kernel");
        Write($"/usr/lib/modules/{Kernel}/modules.dep", string.Concat(Drivers.Select(driver => $"{driver}:\n")) + "extra/ena.ko: kernel/x.ko\n");
        Write($"/usr/lib/modules/{Kernel}/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
        Write($"/boot/initramfs-{Kernel}.img", CpioArchive.Of([.. Drivers.Select(driver => $"usr/lib/modules/{Kernel}/{driver}")], "gzip"));
    }

    public string Folder { get; }

    public LinuxTree Write(string path, string content) => Write(path, System.Text.Encoding.UTF8.GetBytes(content));

    public LinuxTree Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder + path)!);
        File.WriteAllBytes(Folder + path, content);
        return this;
    }

    public LinuxTree Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder + path)!);
        File.CreateSymbolicLink(Folder + path, target);
        return this;
    }

    public LinuxTree Delete(string path)
    {
        if (Directory.Exists(Folder + path)) Directory.Delete(Folder + path, recursive: true);
        else File.Delete(Folder + path);
        return this;
    }
}
