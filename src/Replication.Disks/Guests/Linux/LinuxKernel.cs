using System.Text.RegularExpressions;

namespace Replication.Disks.Guests;

/// <summary>
/// The kernel that starts next: of the installed ones with modules and an image in /boot the newest, which is what
/// distributions start unless somebody chose otherwise.
/// </summary>
/// <param name="Version">As uname -r has it.</param>
/// <param name="Modules">Folder of its modules.</param>
/// <param name="Initramfs">Its initramfs; null when it has none.</param>
internal sealed partial record LinuxKernel(string Version, string Modules, string? Initramfs)
{
    private const string ModuleRoot = "/lib/modules";

    /// <summary>Null when no kernel is installed in the usual places.</summary>
    public static async ValueTask<LinuxKernel?> FindAsync(GuestTree tree, CancellationToken cancellationToken)
    {
        var boot = await tree.ListAsync("/boot", cancellationToken);
        var versions = (await tree.ListAsync(ModuleRoot, cancellationToken))
            .Where(version => Images(version).Any(boot.Contains))
            .OrderBy(version => version, Comparer<string>.Create(Compare));
        if (versions.LastOrDefault() is not { } newest) return null;
        string? initramfs = new[] { $"initrd.img-{newest}", $"initramfs-{newest}.img", $"initrd-{newest}", $"initrd-{newest}.img" }
            .FirstOrDefault(boot.Contains);
        return new LinuxKernel(newest, $"{ModuleRoot}/{newest}", initramfs is null ? null : $"/boot/{initramfs}");
    }

    /// <summary>Numbers in versions count as numbers: 5.10 is newer than 5.9.</summary>
    internal static int Compare(string left, string right)
    {
        string[] a = [.. Parts().Matches(left).Select(match => match.Value)];
        string[] b = [.. Parts().Matches(right).Select(match => match.Value)];
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            bool numbers = char.IsAsciiDigit(a[i][0]) && char.IsAsciiDigit(b[i][0]);
            string x = numbers ? a[i].TrimStart('0') : a[i];
            string y = numbers ? b[i].TrimStart('0') : b[i];
            int order = numbers && x.Length != y.Length ? x.Length.CompareTo(y.Length) : string.CompareOrdinal(x, y);
            if (order != 0) return order;
        }

        return a.Length.CompareTo(b.Length);
    }

    private static string[] Images(string version) =>
        [$"vmlinuz-{version}", $"vmlinux-{version}", $"Image-{version}", $"image-{version}"];

    [GeneratedRegex(@"[0-9]+|[^0-9]+")]
    private static partial Regex Parts();
}
