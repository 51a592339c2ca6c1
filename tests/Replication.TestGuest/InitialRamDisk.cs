using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Replication.TestGuest;

/// <summary>The root of the guest, which it keeps: busybox, modules, Guest/init, and the agent with its libraries.</summary>
internal static partial class InitialRamDisk
{
    public static async Task WriteAsync(GuestParts parts, string path)
    {
        await using var file = File.Create(path);
        await using var packed = new GZipStream(file, CompressionLevel.Fastest);
        var archive = new CpioWriter(packed);
        archive.AddFile("bin/busybox", await File.ReadAllBytesAsync(parts.Busybox));
        archive.AddFile("init", Resource("init"));
        IReadOnlyList<string> modules = KernelModules.InLoadOrder(parts.Modules);
        foreach (string module in modules) archive.AddFile("modules/" + Path.GetFileName(module), await File.ReadAllBytesAsync(module));
        archive.AddFile("modules/order", Encoding.ASCII.GetBytes(string.Concat(modules.Select(module => Path.GetFileName(module) + "\n"))));
        if (parts.GuestAgent is { } agent)
        {
            archive.AddFile("usr/sbin/qemu-ga", await File.ReadAllBytesAsync(agent));
            foreach (string library in await LibrariesOfAsync(agent)) archive.AddFile(library[1..], await File.ReadAllBytesAsync(library));
        }

        archive.Finish();
    }

    /// <summary>As the loader of this machine finds them; the guest's loader looks in the same places.</summary>
    private static async Task<IEnumerable<string>> LibrariesOfAsync(string program) =>
        LibraryPath().Matches(await HostTool.RunAsync("ldd", [program])).Select(match => match.Value).Distinct();

    private static byte[] Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    [GeneratedRegex(@"(?<=\s)/\S+(?= \(0x)")]
    private static partial Regex LibraryPath();
}
