using System.Security.Cryptography;
using System.Text;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Core.Replicas;

/// <summary>
/// A trust group in a storage location is a store of its own: whoever is in the group shares it, and for everybody else there is no way to name
/// anything in it.
/// </summary>
public static class TrustGroups
{
    /// <summary>Of primaries that are let in because any authenticated one is, as in Hyper-V.</summary>
    public const string Default = "DEFAULT";

    private const int LongestName = 64;
    private const int HashDigits = 10;

    /// <summary>Whether two names mean the same group.</summary>
    public static bool AreSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ReplicationException">AuthorizationInvalid</exception>
    public static string Require(string name)
    {
        string trimmed = name.Trim();
        return trimmed.Length is > 0 and <= LongestName && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new ReplicationException(ReplicaErrorIds.AuthorizationInvalid, $"Trust group '{trimmed}'", "It cannot be the name of a group.", $"1 to {LongestName} characters.");
    }

    /// <summary>Folder of the group's store. Groups with different names have different folders, whatever the file system makes of case.</summary>
    public static string StoreFolder(string storageLocation, string trustGroup)
    {
        string key = trustGroup.ToLowerInvariant();
        string safe = FileNames.Safe(key);
        bool isPlain = safe == key && key.All(char.IsAscii);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..HashDigits];
        return Path.Combine(Path.GetFullPath(storageLocation), "trust-group-" + (isPlain ? safe : $"{safe}-{hash}"));
    }

    /// <summary>Folder of the machines that are made of a group's store, beside it; no group's store has such a name.</summary>
    public static string MachineFolder(string storeFolder) => Path.Combine(Path.GetDirectoryName(storeFolder)!, "machines-of-" + Path.GetFileName(storeFolder));
}
