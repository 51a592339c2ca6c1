using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

/// <summary>If-None-Match and If-Match of a write, decided against the object at the instant it is replaced.</summary>
internal static class WriteCondition
{
    private const string Any = "*";

    public static Action<ObjectRecord?> Read(S3Request request)
    {
        string? noneMatch = request.Header("If-None-Match");
        string? match = request.Header("If-Match");
        if (noneMatch is not (null or Any)) throw S3Refusals.NotImplemented("If-None-Match with anything but *");
        return before =>
        {
            if (noneMatch is not null && before is not null) throw S3Refusals.PreconditionFailed("If-None-Match");
            if (match is null) return;
            if (before is null) throw S3Refusals.NoSuchKey(request.Key);
            if (!Matches(match, before)) throw S3Refusals.PreconditionFailed("If-Match");
        };
    }

    /// <summary>A deletion of what is gone already succeeds.</summary>
    public static Action<ObjectRecord?> ReadForDelete(S3Request request)
    {
        string? match = request.Header("If-Match");
        return before =>
        {
            if (match is not null && before is not null && !Matches(match, before)) throw S3Refusals.PreconditionFailed("If-Match");
        };
    }

    public static bool Matches(string tags, ObjectRecord item) =>
        tags.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == Any || tag.Trim('"') == item.ETag);
}
