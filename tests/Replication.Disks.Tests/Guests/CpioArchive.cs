using System.Diagnostics;
using System.Text;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>Archives as they are in an initramfs, made by cpio and packed by the named program.</summary>
internal static class CpioArchive
{
    public static byte[] Of(string[] names, string? packer)
    {
        Tool.Need("cpio");
        if (packer is not null) Tool.Need(packer);
        using var folder = new TempFolder();
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllText(folder.File(name), name);
        }

        byte[] plain = Pipe("cpio", ["-o", "-H", "newc", "--quiet"], Encoding.UTF8.GetBytes(string.Join('\n', names) + "\n"), folder.Path);
        string[] arguments = packer switch { "xz" => ["-c", "--check=crc32"], "lz4" => ["-l", "-c"], "zstd" => ["-q", "-c"], _ => ["-c"] };
        return packer is null ? plain : Pipe(packer, arguments, plain, folder.Path);
    }

    private static byte[] Pipe(string tool, string[] arguments, byte[] input, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Tool.Need(tool), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        var feeding = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        feeding.GetAwaiter().GetResult();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
