using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Reading;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using StartRequest = Replication.Core.Snapshots.StartSnapshotRequest;

namespace Replication.Aws.Snapshots.Writing;

/// <summary>
/// Starts snapshots. The journal is made before the service is asked, and its nonce is the service's client token: a start
/// whose answer was lost is repeated and gives the same snapshot. The caller's token is kept in a tag; a pending snapshot
/// that is found by it without a journal is abandoned, because what it holds cannot be known, and a new one is begun.
/// </summary>
internal sealed class SnapshotStarter(StoreParts parts, SnapshotDirectory directory, SnapshotRemoval removal, FingerprintRebuilder rebuilder, ISnapshotBeginning beginning) : IDisposable
{
    private const long GiB = 1L << 30;

    /// <summary>65,536 GiB, the longest volume.</summary>
    private const long MaximumLength = 65536 * GiB;

    /// <summary>Two starts with one token must not both find nothing.</summary>
    private readonly SemaphoreSlim _one = new(1);

    public async Task<SnapshotInfo> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        Validate(request);
        Ec2Snapshot? parent = request.ParentId is null ? null : await UsableParentAsync(request, cancellationToken);
        // Long when it must be read again, hence outside of the lock.
        if (parent is not null) await rebuilder.EnsureAsync(SnapshotDirectory.ToInfo(parent, null, parent.Id), cancellationToken);
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (request.ClientToken is { } clientToken && await FindAsync(request, clientToken, cancellationToken) is { } found) return found;
            return await BeginAsync(request, parent, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static void Validate(StartRequest request)
    {
        if (request.Length is <= 0 or > MaximumLength) throw EbsStoreErrors.InvalidLength(request.Length, MaximumLength);
        const int mostTags = SnapshotTags.MaximumTags - SnapshotTags.ReservedTags;
        if (request.Tags.Count > mostTags) throw EbsStoreErrors.InvalidRequest("snapshot tags", $"{request.Tags.Count} tags.", $"at most {mostTags}.");
        foreach (var (key, value) in request.Tags)
        {
            if (key.Length is 0 or > SnapshotTags.MaximumKeyLength || value.Length > SnapshotTags.MaximumValueLength
                || SnapshotTags.IsReserved(key) || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw EbsStoreErrors.InvalidRequest(
                    $"tag '{key}'", "it cannot be put on a snapshot.",
                    $"a key of 1 to {SnapshotTags.MaximumKeyLength} characters that begins neither with aws: nor with {SnapshotTags.Prefix}, and a value of at most {SnapshotTags.MaximumValueLength}.");
            }
        }

        const int longestDescription = 255;
        if (request.Description.Length > longestDescription)
            throw EbsStoreErrors.InvalidRequest("snapshot description", $"{request.Description.Length} characters.", $"at most {longestDescription}.");
    }

    private static bool IsSame(StartRequest request, SnapshotInfo info) =>
        info.Length == request.Length && info.ParentId == request.ParentId && info.Description == request.Description
        && info.Tags.Count == request.Tags.Count && request.Tags.All(tag => info.Tags.TryGetValue(tag.Key, out string? value) && value == tag.Value);

    private static bool IsSame(StartRequest request, JournalHeader header) =>
        header.Length == request.Length && header.ParentId == request.ParentId && header.Description == request.Description
        && header.Tags.Count == request.Tags.Count && request.Tags.All(tag => header.Tags.TryGetValue(tag.Key, out string? value) && value == tag.Value);

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The parent, completed and not longer; encrypted when children are to be.</summary>
    private async Task<Ec2Snapshot> UsableParentAsync(StartRequest request, CancellationToken cancellationToken)
    {
        string id = request.ParentId!;
        Ec2Snapshot? parent;
        try
        {
            parent = await directory.FindAsync(id, cancellationToken);
        }
        catch (SnapshotStoreException missing) when (missing.ErrorId == ErrorIds.SnapshotNotFound)
        {
            throw EbsStoreErrors.ParentNotUsable(id, "there is no such snapshot.", "a completed snapshot.");
        }

        SnapshotInfo info = SnapshotDirectory.ToInfo(parent, parts.Journals.Find(id), id);
        if (parent is null || info.State != SnapshotState.Completed) throw EbsStoreErrors.ParentNotUsable(id, $"its state is {info.State}.", "a completed snapshot.");
        if (info.Length > request.Length) throw EbsStoreErrors.ParentNotUsable(id, $"it has {info.Length} bytes.", $"at most {request.Length}, as a disk never shrinks in place.");
        if (parts.Options.Encrypt && !parent.Encrypted)
        {
            throw EbsStoreErrors.ParentNotUsable(
                id, "it is not encrypted, and a child is encrypted as its parent is.", "an encrypted parent.", "Copy it encrypted, or send the disk in full.");
        }

        return parent;
    }

    /// <summary>The snapshot that this token started before, if it can be gone on with.</summary>
    private async Task<SnapshotInfo?> FindAsync(StartRequest request, string clientToken, CancellationToken cancellationToken)
    {
        if (parts.Journals.FindToken(clientToken) is { } journal)
        {
            if (!IsSame(request, journal.Header)) throw EbsStoreErrors.ClientTokenConflict(clientToken, journal.Header.SnapshotId ?? "a start that is not finished");
            return journal.Header.SnapshotId is null ? await BeginAsync(journal, cancellationToken) : await beginning.FindAgainAsync(journal, cancellationToken);
        }

        foreach (Ec2Snapshot snapshot in await directory.ListTaggedAsync(SnapshotTags.Token, Hash(clientToken), cancellationToken))
        {
            SnapshotInfo info = SnapshotDirectory.ToInfo(snapshot, null, snapshot.Id);
            if (info.State == SnapshotState.Completed)
                return IsSame(request, info) ? info : throw EbsStoreErrors.ClientTokenConflict(clientToken, snapshot.Id);
            await removal.RemoveAsync(snapshot.Id, cancellationToken);
        }

        return null;
    }

    private Task<SnapshotInfo> BeginAsync(StartRequest request, Ec2Snapshot? parent, CancellationToken cancellationToken)
    {
        SnapshotInfo? below = parent is null ? null : SnapshotDirectory.ToInfo(parent, null, parent.Id);
        PendingJournal journal = parts.Journals.Create(beginning.Describe(request, new JournalHeader
        {
            Nonce = Guid.NewGuid().ToString("N"),
            ClientToken = request.ClientToken,
            Length = request.Length,
            ParentId = below?.Id,
            ParentLength = below?.Length ?? 0,
            ParentRootHash = below?.Root?.ToString(),
            Description = request.Description,
            Tags = new Dictionary<string, string>(request.Tags),
            StartTime = parts.Time.GetUtcNow(),
            InheritedBlocks = parent?.Tags.ContainsKey(SnapshotTags.Zeros) == true ? BlockGeometry.BlockCount(below!.Length) : 0,
        }));
        return BeginAsync(journal, cancellationToken);
    }

    private async Task<SnapshotInfo> BeginAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        try
        {
            await beginning.BeginAsync(journal, Tags(journal.Header), cancellationToken);
        }
        catch (SnapshotStoreException error)
        {
            // A refusal has started nothing. What may have had its effect keeps the journal, so that a repetition finds it.
            if (error is { ErrorId: "AwsRequestRefused" or "ClientTokenConflict" or "AwsAccessDenied" or ErrorIds.SnapshotNotFound }) removal.Forget(journal);
            throw;
        }

        return SnapshotDirectory.ToInfo(null, journal, journal.SnapshotId);
    }

    private Dictionary<string, string> Tags(JournalHeader header)
    {
        var tags = new Dictionary<string, string>(header.Tags, StringComparer.Ordinal)
        {
            [SnapshotTags.Length] = header.Length.ToString(CultureInfo.InvariantCulture),
            [SnapshotTags.Owner] = parts.OwnerId,
        };
        if (header.ParentId is { } parent) tags[SnapshotTags.Parent] = parent;
        if (header.ClientToken is { } token) tags[SnapshotTags.Token] = Hash(token);
        return tags;
    }
}
