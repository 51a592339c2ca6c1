using Replication.Core.Platform;

namespace Replication.Hypervisors.Qemu.Hardware;

/// <summary>
/// Whether KVM really runs guests here. A device /dev/kvm that can be opened says little: nested and emulated ones crash or crawl. So a guest of
/// 512 bytes is booted with the very processor that machines get: it waits for the timer's interrupts and ends QEMU with a number of its own. The
/// answer holds for a boot of the host and is kept in a file of the site.
/// </summary>
internal sealed class KvmProbe(string program, string siteFolder, TimeProvider time)
{
    private const string FileName = ".kvm-probe";

    /// <summary>
    /// A processor with working KVM needs half a second for the firmware and three ticks; one that needs this long is no gain over emulation.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>isa-debug-exit ends QEMU with (value &lt;&lt; 1) | 1.</summary>
    private const int ExitCodeOfGuest = (0x10 << 1) | 1;

    private const int ImageSize = 1 << 20;

    public async Task<bool> WorksAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists("/dev/kvm")) return false;
        string file = Path.Combine(siteFolder, FileName);
        string about = $"{ProcessIdentity.CurrentBoot} {program} {File.GetLastWriteTimeUtc(program).Ticks} {Environment.UserName} ";
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellationToken) is { } known && known.StartsWith(about, StringComparison.Ordinal))
            return known[about.Length..] == bool.TrueString;
        bool works = await TryAsync(cancellationToken);
        // Renamed into place: two commands may ask at once.
        string unfinished = $"{file}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(unfinished, about + works, cancellationToken);
        File.Move(unfinished, file, overwrite: true);
        return works;
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("replication-kvm-").FullName;
        try
        {
            string image = Path.Combine(folder, "guest.raw");
            await File.WriteAllBytesAsync(image, Guest(), cancellationToken);
            using var limit = new CancellationTokenSource(Limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            (int exitCode, _) = await Tool.RunAsync(
                program,
                [
                    "-machine", "q35", "-accel", "kvm", "-cpu", "host", "-m", "64", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
                    "-drive", $"file={QemuOption.Escape(image)},format=raw,if=none,id=disk",
                    "-device", "virtio-blk-pci,drive=disk,bootindex=1", "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
                ],
                either.Token);
            return exitCode == ExitCodeOfGuest;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A boot sector that waits for three ticks of the BIOS' clock and writes 0x10 to port 0xF4.</summary>
    private static byte[] Guest()
    {
        byte[] code =
        [
            0xFB, 0x31, 0xC0, 0x8E, 0xD8, // sti; xor ax, ax; mov ds, ax
            0x8B, 0x1E, 0x6C, 0x04, // mov bx, [0x46C]
            0xF4, // wait: hlt
            0xA1, 0x6C, 0x04, 0x29, 0xD8, 0x83, 0xF8, 0x03, 0x72, 0xF5, // mov ax, [0x46C]; sub ax, bx; cmp ax, 3; jb wait
            0xB0, 0x10, 0xE6, 0xF4, 0xF4, // mov al, 0x10; out 0xF4, al; hlt
        ];
        var image = new byte[ImageSize];
        code.CopyTo(image, 0);
        image[510] = 0x55;
        image[511] = 0xAA;
        return image;
    }
}
