using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

/// <summary>
/// Configurations that are taken, kept and given back, so that a client can set a bucket up and check it. They change
/// nothing else here: nobody but the owner has access, there is one version of an object, and bytes are stored as they come.
/// </summary>
internal static class BucketSettings
{
    private static readonly Dictionary<string, string> Roots = new(StringComparer.Ordinal)
    {
        ["publicAccessBlock"] = "PublicAccessBlockConfiguration",
        ["versioning"] = "VersioningConfiguration",
        ["encryption"] = "ServerSideEncryptionConfiguration",
    };

    /// <summary>The configuration that the request is about, or null.</summary>
    public static string? NameIn(S3Request request) => Roots.Keys.FirstOrDefault(request.Has);

    public static async Task PutAsync(S3Request request, string name)
    {
        XElement? document = await S3Xml.ReadAsync(request);
        if (document?.Name.LocalName != Roots[name]) throw S3Refusals.MalformedXml();
        request.Bucket().Configure(name, document.ToString(SaveOptions.DisableFormatting));
    }

    public static Task GetAsync(S3Request request, string name)
    {
        Bucket bucket = request.Bucket();
        if (bucket.Record.Settings.TryGetValue(name, out string? xml)) return S3Xml.WriteAsync(request, XElement.Parse(xml));
        return name switch
        {
            "versioning" => S3Xml.WriteAsync(request, S3Xml.Group(Roots[name])),
            "encryption" => throw S3Refusals.Refuse(404, "ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found"),
            _ => throw S3Refusals.Refuse(404, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
        };
    }

    public static Task DeleteAsync(S3Request request, string name)
    {
        if (name == "versioning") throw S3Refusals.Refuse(405, "MethodNotAllowed", "Versioning is suspended, not deleted.");
        request.Bucket().Configure(name, null);
        request.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
