using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

internal static partial class BucketOperations
{
    /// <summary>The region that has no name in a location constraint.</summary>
    private const string FirstRegion = "us-east-1";

    public static Task ListAsync(S3Request request) => S3Xml.WriteAsync(request, S3Xml.Group(
        "ListAllMyBucketsResult",
        S3Xml.Group("Owner", S3Xml.Value("ID", request.Server.AccountId)),
        S3Xml.Group(
            "Buckets",
            request.Buckets.All.Where(bucket => bucket.Record.AccountId == request.Server.AccountId).Select(bucket => S3Xml.Group(
                "Bucket", S3Xml.Value("Name", bucket.Record.Name), S3Xml.Value("CreationDate", S3Xml.Time(bucket.Record.CreateTime)),
                S3Xml.Value("BucketRegion", bucket.Record.Region))))));

    public static async Task CreateAsync(S3Request request)
    {
        string name = request.BucketName;
        if (!ValidName().IsMatch(name) || name.Contains("..", StringComparison.Ordinal))
            throw S3Refusals.Refuse(400, "InvalidBucketName", $"The specified bucket is not valid: {name}");
        string? constraint = S3Xml.Text(await S3Xml.ReadAsync(request), "LocationConstraint");
        // The first constraint there was; clients of AWS still write it for this region.
        if (constraint == "EU") constraint = "eu-west-1";
        string region = request.Server.Region.Name;
        if ((constraint ?? FirstRegion) != request.Server.RegionName)
            throw S3Refusals.Refuse(400, "IllegalLocationConstraintException", $"The location constraint '{constraint}' is incompatible with the region of this endpoint, {request.Server.RegionName}.");
        Bucket bucket = request.Buckets.GetOrAdd(
            new BucketRecord { Name = name, AccountId = request.Server.AccountId, Region = region, CreateTime = request.Now }, out bool isNew);
        if (!isNew)
        {
            throw bucket.Record.AccountId == request.Server.AccountId
                ? S3Refusals.Refuse(409, "BucketAlreadyOwnedByYou", $"You have the bucket {name} already, in {bucket.Record.Region}.")
                : S3Refusals.Refuse(409, "BucketAlreadyExists", $"Somebody else has the bucket {name}.");
        }

        request.Response.Headers.Location = $"/{name}";
    }

    public static Task HeadAsync(S3Request request)
    {
        request.Bucket();
        return Task.CompletedTask;
    }

    public static Task DeleteAsync(S3Request request)
    {
        if (!request.Buckets.TryRemove(request.Bucket()))
            throw S3Refusals.Refuse(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        request.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static Task LocationAsync(S3Request request)
    {
        // The one request that is answered from any region: it is how clients find the right one.
        Bucket bucket = request.Buckets.Find(request.BucketName) ?? throw S3Refusals.NoSuchBucket(request.BucketName);
        if (bucket.Record.AccountId != request.Server.AccountId) throw S3Refusals.AccessDenied();
        return S3Xml.WriteAsync(request, new XElement(S3Xml.Namespace + "LocationConstraint", bucket.Record.Region == FirstRegion ? null : bucket.Record.Region));
    }

    // The name becomes that of a folder.
    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex ValidName();
}
