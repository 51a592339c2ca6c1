using System.Security.Cryptography;
using System.Text;
using Replication.Core.Errors;

namespace Replication.Aws.HotAdd;

/// <summary>
/// The drivers for Windows guests on the access node: the contents of Amazon's two archives, and in folders of their own what
/// makes the guest start from the destination's disks at all (NOD-05).
/// </summary>
internal sealed class DriverFolder
{
    public const string PvDrivers = "AWSPVDriverSetup.msi";
    public const string Ec2Config = "EC2Install.exe";

    /// <summary>Drivers, *.sys, that the guest loads before it has a disk.</summary>
    public const string Boot = "boot";

    /// <summary>Registry files, *.reg, that say how those drivers start; HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet.</summary>
    public const string Registry = "registry";

    /// <summary>Beginning of the names of folders that a download unpacks into.</summary>
    public const string IncomingPrefix = ".incoming-";

    private DriverFolder(string path) => Path = path;

    public string Path { get; }

    public IEnumerable<string> BootDrivers => Files(Boot, "*.sys");

    public IEnumerable<string> RegistryFiles => Files(Registry, "*.reg");

    /// <summary>The folder as it is; it need not exist.</summary>
    public static DriverFolder At(string path) => new(path);

    /// <summary>The folder, with everything in it. Error: DriverFolderIncomplete.</summary>
    public static DriverFolder Open(string path) => Open(path, new HashSet<string>());

    /// <summary>The folder with what its owner has to put there.</summary>
    /// <param name="path">Where.</param>
    /// <param name="fetched">Files that may be missing, because they are fetched before they are needed.</param>
    /// <exception cref="ReplicationException">DriverFolderIncomplete, with everything else that is missing.</exception>
    public static DriverFolder Open(string path, IReadOnlySet<string> fetched)
    {
        var folder = new DriverFolder(path);
        List<string> missing = [.. new[] { PvDrivers, Ec2Config }.Where(name => !fetched.Contains(name) && !folder.Has(name))];
        if (!folder.BootDrivers.Any()) missing.Add($"{Boot}/*.sys");
        if (!folder.RegistryFiles.Any()) missing.Add($"{Registry}/*.reg");
        return missing.Count == 0 ? folder : throw new ReplicationException(
            "DriverFolderIncomplete", $"Driver folder {path}", $"It lacks {string.Join(", ", missing)}.", "all of them.",
            "Copy the contents of AWSPVDriverSetup.zip and EC2Install.zip there and the boot drivers into their folders (docs/hotadd.md), and run the job again.");
    }

    public bool Has(string name) => File.Exists(System.IO.Path.Combine(Path, name));

    /// <summary>Tells versions of the drivers apart: SHA-256 over names and contents, 32 hex digits.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = System.IO.Path.GetRelativePath(Path, file);
            // Another process is filling the folder, or died over it.
            if (name.StartsWith(IncomingPrefix, StringComparison.Ordinal)) continue;
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    private IEnumerable<string> Files(string folder, string pattern)
    {
        string path = System.IO.Path.Combine(Path, folder);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal) : [];
    }
}
