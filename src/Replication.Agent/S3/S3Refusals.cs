using Replication.Agent.Server.Errors;

namespace Replication.Agent.S3;

/// <summary>Every refusal in the words of S3.</summary>
internal static class S3Refusals
{
    public static ServiceException NoSuchBucket(string bucket) => Refuse(404, "NoSuchBucket", $"The specified bucket does not exist: {bucket}");

    public static ServiceException NoSuchKey(string key) => Refuse(404, "NoSuchKey", $"The specified key does not exist: {key}");

    public static ServiceException NoSuchUpload(string id) => Refuse(404, "NoSuchUpload", $"The specified multipart upload does not exist: {id}");

    public static ServiceException PreconditionFailed(string condition) =>
        Refuse(412, "PreconditionFailed", $"At least one of the pre-conditions you specified did not hold: {condition}");

    public static ServiceException BadDigest(string what) => Refuse(400, "BadDigest", $"The {what} you specified did not match what was received.");

    public static ServiceException InvalidDigest(string what) => Refuse(400, "InvalidDigest", $"The {what} you specified is not valid.");

    public static ServiceException InvalidArgument(string message) => Refuse(400, "InvalidArgument", message);

    public static ServiceException InvalidPart(int number) =>
        Refuse(400, "InvalidPart", $"Part {number} could not be found, or its entity tag or checksum did not match.");

    public static ServiceException MalformedXml() => Refuse(400, "MalformedXML", "The XML you provided was not well-formed or did not validate.");

    public static ServiceException NotImplemented(string what) => Refuse(501, "NotImplemented", $"This server does not have {what}.");

    public static ServiceException AccessDenied() => Refuse(403, "AccessDenied", "Access Denied: the bucket belongs to another account.");

    public static ServiceException Refuse(int status, string code, string message) => new(new ServiceError(status, code, message));
}
