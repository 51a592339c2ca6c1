using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Replication.Core.Evidence;
using Replication.Core.Platform;

namespace Replication.Runtime.Evidence;

/// <summary>
/// The key of a workspace: "key.pem" is a PKCS #8 private key in PEM (mode 0600), below lines that say which key vouches for it; "keys" has a line
/// with the id and the public part of every key that the workspace ever had. A new key is in "keys" before it is in "key.pem".
/// </summary>
internal sealed class EvidenceKeyFile(string folder, ILogger log)
{
    private const string EndorsedBy = "endorsed-by: ";
    private const string Endorsement = "endorsement: ";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path = Path.Combine(folder, "key.pem");
    private readonly string _keysPath = Path.Combine(folder, "keys");

    /// <summary>A key is made in milliseconds.</summary>
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(30);

    public IReadOnlyList<string> Ids =>
        File.Exists(_keysPath) ? [.. File.ReadLines(_keysPath).Select(line => line.Split(' ')[0]).Where(id => id.Length > 0)] : [];

    /// <summary>When the present key was written, UTC.</summary>
    public DateTime WrittenAt => File.GetLastWriteTimeUtc(_path);

    /// <summary>
    /// The present key. Evidence must not keep anybody from replicating: a key that others could read is closed to them and goes on, one that is
    /// damaged is put aside and replaced; either is logged.
    /// </summary>
    public EvidenceKey LoadOrCreate()
    {
        using FileStream held = Hold();
        return LoadOrCreateHeld();
    }

    /// <summary>A new key, for which the present one vouches.</summary>
    public EvidenceKey Rotate()
    {
        using FileStream held = Hold();
        return Create(LoadOrCreateHeld());
    }

    /// <summary>Jobs run side by side, in several processes too: of two that each make a key, one would sign with a key that nobody knows.</summary>
    private FileStream Hold()
    {
        Directory.CreateDirectory(folder);
        FileStream? held = null;
        string path = Path.Combine(folder, "lock");
        SpinWait.SpinUntil(() => (held = TryHold(path)) is not null, LockLimit);
        return held ?? throw new IOException($"{path} has been held by another process for {LockLimit.TotalSeconds:0} s.");
    }

    private static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private EvidenceKey LoadOrCreateHeld()
    {
        if (!File.Exists(_path)) return Create(vouchingFor: null);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(_path) & ~OwnerOnly) != 0)
        {
            log.LogWarning("{Path} could be read by others; that has ended. Replace the key (replication evidence rotate-key) if anybody did.", _path);
            File.SetUnixFileMode(_path, OwnerOnly);
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
            log.LogError("{Path} is no private key ({Error}); it is put aside, and a new one signs from now on.", _path, error.Message);
            File.Move(_path, _path + ".damaged", overwrite: true);
            return Create(vouchingFor: null);
        }
    }

    private EvidenceKey Create(EvidenceKey? vouchingFor)
    {
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
