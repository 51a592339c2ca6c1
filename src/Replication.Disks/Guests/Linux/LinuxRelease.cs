using System.Text.RegularExpressions;
using Replication.Core.Rules;

namespace Replication.Disks.Guests;

/// <summary>
/// Which distribution is installed: os-release(5), or the one-line release files of those that are older than it. The
/// width is that of the program that the kernel starts first.
/// </summary>
internal static partial class LinuxRelease
{
    private const int ElfClassOffset = 4; // EI_CLASS

    private static readonly (string Path, string Id)[] OlderFiles =
        [("/etc/oracle-release", "ol"), ("/etc/centos-release", "centos"), ("/etc/redhat-release", "rhel")];

    private static readonly string[] FirstPrograms = ["/sbin/init", "/usr/lib/systemd/systemd", "/lib/systemd/systemd", "/bin/sh"];

    public static async ValueTask<(GuestOperatingSystem System, string Source)> ReadAsync(GuestTree tree, CancellationToken cancellationToken)
    {
        int? bits = await BitsAsync(tree, cancellationToken);
        if (await tree.ReadTextAsync("/etc/os-release", cancellationToken) is { } text)
        {
            return (new GuestOperatingSystem(
                GuestFamily.Linux, KeyValueFile.Find(text, "ID"), KeyValueFile.Find(text, "VERSION_ID"), Bits: bits), "/etc/os-release");
        }

        foreach ((string path, string id) in OlderFiles)
        {
            if (await tree.ReadTextAsync(path, cancellationToken) is not { } line) continue;
            string? version = Release().Match(line) is { Success: true } match ? match.Groups[1].Value : null;

            // Rebuilds keep the file of what they are rebuilt from.
            string product = line.StartsWith("CentOS", StringComparison.Ordinal) ? "centos" : id;
            return (new GuestOperatingSystem(GuestFamily.Linux, product, version, Bits: bits), path);
        }

        return (new GuestOperatingSystem(GuestFamily.Linux, Bits: bits), "no release file was found");
    }

    private static async ValueTask<int?> BitsAsync(GuestTree tree, CancellationToken cancellationToken)
    {
        foreach (string path in FirstPrograms)
        {
            await using var program = await tree.OpenAsync(path, cancellationToken);
            if (program is null) continue;
            var head = new byte[ElfClassOffset + 1];
            if (await program.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) != head.Length) continue;
            if (!head.AsSpan().StartsWith("\u007fELF"u8)) continue;
            return head[ElfClassOffset] switch { 1 => 32, 2 => 64, _ => null };
        }

        return null;
    }

    [GeneratedRegex(@"release (\d+(?:\.\d+)*)")]
    private static partial Regex Release();
}
