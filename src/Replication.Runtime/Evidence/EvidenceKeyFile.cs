using System.Security.Cryptography;
using System.Text;
using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Platform;

namespace Replication.Runtime.Evidence;

/// <summary>
/// The key of a workspace: "key.pem" is a PKCS #8 private key in PEM (mode 0600), below lines that say which key vouches for it; "keys" has a line
/// with the id and the public part of every key that the workspace ever had. A new key is in "keys" before it is in "key.pem".
/// </summary>
internal sealed class EvidenceKeyFile(string folder)
{
    private const string EndorsedBy = "endorsed-by: ";
    private const string Endorsement = "endorsement: ";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path = Path.Combine(folder, "key.pem");
    private readonly string _keysPath = Path.Combine(folder, "keys");

    public IReadOnlyList<string> Ids =>
        File.Exists(_keysPath) ? [.. File.ReadLines(_keysPath).Select(line => line.Split(' ')[0]).Where(id => id.Length > 0)] : [];

    /// <exception cref="ReplicationException">EvidenceKeyExposed, EvidenceKeyInvalid</exception>
    public EvidenceKey LoadOrCreate()
    {
        if (!File.Exists(_path)) return Create(vouchingFor: null);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(_path) & ~OwnerOnly) != 0)
        {
            throw new ReplicationException(
                "EvidenceKeyExposed", _path, $"Its mode is {Convert.ToString((int)File.GetUnixFileMode(_path), 8)}: others can use the key.", "mode 600.",
                "Replace it (replication evidence rotate-key) if others may have read it; then chmod 600.");
        }

        string text = File.ReadAllText(_path);
        try
        {
            ECDsa key = ECDsa.Create();
            key.ImportFromPem(text);
            return new EvidenceKey(key, EndorsementOf(text));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new ReplicationException(
                "EvidenceKeyInvalid", _path, "It is no private key.", "a P-256 key in PEM.", "Restore it from a backup, or move it aside to have a new one made.", error);
        }
    }

    public EvidenceKey Create(EvidenceKey? vouchingFor)
    {
        Directory.CreateDirectory(folder);
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] publicKey = key.ExportSubjectPublicKeyInfo();
        EvidenceEndorsement? endorsement = vouchingFor is null ? null : new EvidenceEndorsement(vouchingFor.Id, Convert.ToBase64String(vouchingFor.Sign(publicKey)));
        Write(_keysPath, File.Exists(_keysPath) ? File.ReadAllText(_keysPath) : "", $"{EvidenceSignature.KeyId(publicKey)} {Convert.ToBase64String(publicKey)}\n");
        string vouched = endorsement is null ? "" : $"{EndorsedBy}{endorsement.KeyId}\n{Endorsement}{endorsement.Signature}\n";
        Write(_path, vouched, key.ExportPkcs8PrivateKeyPem() + "\n");
        return new EvidenceKey(key, endorsement);
    }

    private static EvidenceEndorsement? EndorsementOf(string text)
    {
        string? Value(string name) => text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();
        return Value(EndorsedBy) is { } by && Value(Endorsement) is { } signature ? new EvidenceEndorsement(by, signature) : null;
    }

    private void Write(string path, string before, string text)
    {
        string fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(fresh, options))
        {
            file.Write(Encoding.ASCII.GetBytes(before + text));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        DirectorySync.Flush(folder);
    }
}
