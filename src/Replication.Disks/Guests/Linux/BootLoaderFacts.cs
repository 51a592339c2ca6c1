using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>
/// Which boot loader is installed, told by its own files. The boot sector decides between those whose files may be left
/// over from another: LILO writes its name there, GRUB too.
/// </summary>
internal static class BootLoaderFacts
{
    private static readonly (BootLoader Loader, string[] Paths)[] Signs =
    [
        (BootLoader.SystemdBoot,
            ["/boot/efi/EFI/systemd/systemd-bootx64.efi", "/efi/EFI/systemd/systemd-bootx64.efi", "/boot/EFI/systemd/systemd-bootx64.efi",
                "/boot/efi/EFI/systemd/systemd-bootaa64.efi", "/efi/EFI/systemd/systemd-bootaa64.efi", "/boot/EFI/systemd/systemd-bootaa64.efi"]),
        (BootLoader.Grub2, ["/boot/grub2/grub.cfg", "/boot/grub/grub.cfg"]),
        (BootLoader.GrubLegacy, ["/boot/grub/menu.lst", "/boot/grub/grub.conf", "/boot/grub/stage2"]),
        (BootLoader.Lilo, ["/etc/lilo.conf", "/boot/map"]),
        (BootLoader.Syslinux, ["/boot/extlinux/extlinux.conf", "/boot/syslinux/syslinux.cfg", "/boot/extlinux.conf"]),
    ];

    /// <param name="tree">The guest's files.</param>
    /// <param name="bootSector">First sector of the boot disk.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async ValueTask<Fact<BootLoader>> ReadAsync(
        GuestTree tree, ReadOnlyMemory<byte> bootSector, CancellationToken cancellationToken)
    {
        var found = new List<(BootLoader Loader, string Path)>();
        string? unreadable = null;
        foreach (var (loader, paths) in Signs)
        {
            foreach (string path in paths)
            {
                try
                {
                    if (await tree.FindAsync(path, cancellationToken) is null) continue;
                    found.Add((loader, path));
                    break;
                }
                catch (GuestFileException e)
                {
                    unreadable = e.Message;
                }
            }
        }

        // "LILO" is at byte 6 of its boot sector; stage 1 and boot.img of GRUB hold the name among their messages.
        if (bootSector.Length >= 10 && bootSector.Span[6..10].SequenceEqual("LILO"u8))
        {
            return Fact<BootLoader>.Known(BootLoader.Lilo, "boot sector");
        }

        bool grubSector = bootSector.Span.IndexOf("GRUB"u8) >= 0;
        int grub = found.FindIndex(sign => sign.Loader is BootLoader.Grub2 or BootLoader.GrubLegacy);
        if (grubSector && grub >= 0) return Fact<BootLoader>.Known(found[grub].Loader, $"boot sector, {found[grub].Path}");
        if (unreadable is not null && found.Count == 0) return Fact<BootLoader>.Unknown(unreadable);
        return found.Count == 0
            ? Fact<BootLoader>.Known(BootLoader.None, "no loader's files are in /boot")
            : Fact<BootLoader>.Known(found[0].Loader, found[0].Path);
    }
}
