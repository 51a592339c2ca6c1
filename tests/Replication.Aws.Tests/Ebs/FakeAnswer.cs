using System.Text;
using System.Text.Json.Nodes;

namespace Replication.Aws.Tests.Ebs;

/// <summary>An answer of the fake service, before it is HTTP.</summary>
internal sealed record FakeAnswer(int Status, byte[] Body)
{
    public string? ErrorType { get; init; }

    public string? Checksum { get; init; }

    public static FakeAnswer Json(int status, JsonObject body) => new(status, Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static FakeAnswer Error(int status, string type, string message, string? reason = null)
    {
        var body = new JsonObject { ["message"] = message };
        if (reason is not null) body["Reason"] = reason;
        return Json(status, body) with { ErrorType = type };
    }
}
