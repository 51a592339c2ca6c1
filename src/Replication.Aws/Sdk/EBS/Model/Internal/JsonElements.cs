using System.Text.Json;

namespace Amazon.EBS.Model.Internal;

/// <summary>Members of a JSON object that may be absent or null.</summary>
internal static class JsonElements
{
    public static string? Text(this JsonElement json, string name) => Member(json, name)?.GetString();

    public static int? Int32(this JsonElement json, string name) => Member(json, name)?.GetInt32();

    public static long? Int64(this JsonElement json, string name) => Member(json, name)?.GetInt64();

    /// <summary>rest-json writes a time as seconds since 1970, with a fraction.</summary>
    public static DateTime? Time(this JsonElement json, string name) =>
        Member(json, name) is { } seconds ? DateTime.UnixEpoch.AddMilliseconds(Math.Round(seconds.GetDouble() * 1000)) : null;

    public static List<T>? List<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        Member(json, name) is { } array ? [.. array.EnumerateArray().Select(read)] : null;

    private static JsonElement? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
