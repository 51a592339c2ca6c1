using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace Replication.Aws.Sdk.Runtime;

/// <summary>
/// A request of the Query protocol: a form with Action, Version and one parameter per member. EC2's flavour flattens
/// lists ("InstanceId.1") and starts them at 1.
/// </summary>
internal static class QueryRequest
{
    public static DefaultRequest Create(AmazonWebServiceRequest request, string serviceName, string action, string version)
    {
        var marshalled = new DefaultRequest(request, serviceName) { HttpMethod = "POST", ResourcePath = "/" };
        marshalled.Parameters.Add("Action", action);
        marshalled.Parameters.Add("Version", version);
        return marshalled;
    }

    public static void Add(this IRequest request, string name, string? value)
    {
        if (value is not null) request.Parameters.Add(name, value);
    }

    public static void Add(this IRequest request, string name, bool? value) => request.Add(name, value is { } set ? (set ? "true" : "false") : null);

    public static void Add(this IRequest request, string name, int? value) => request.Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public static void Add(this IRequest request, string name, long? value) => request.Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public static void Add(this IRequest request, string name, DateTime? value) =>
        request.Add(name, value?.ToUniversalTime().ToString(AWSSDKUtils.ISO8601DateFormat, CultureInfo.InvariantCulture));

    /// <summary>Adds "name.1", "name.2", ... each by what the caller does with an item and its prefix.</summary>
    public static void AddList<T>(this IRequest request, string name, IEnumerable<T>? items, Action<IRequest, string, T> add)
    {
        int number = 0;
        foreach (T item in items ?? []) add(request, string.Create(CultureInfo.InvariantCulture, $"{name}.{++number}"), item);
    }

    public static void AddList(this IRequest request, string name, IEnumerable<string>? items) =>
        request.AddList(name, items, static (to, prefix, item) => to.Add(prefix, item));
}
