using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Replication.Aws.Sdk.Runtime;

namespace Amazon.EC2;

/// <summary>
/// Writes the members of a request as EC2's flavour of the Query protocol wants them: structures join their names with
/// dots, lists number their items from 1 without a name of their own, what is null does not appear.
/// </summary>
internal readonly struct QueryWriter(IRequest request, string prefix)
{
    public static IRequest Marshal(AmazonEC2Request request)
    {
        DefaultRequest marshalled = QueryRequest.Create(request, "Amazon.EC2", request.Action, AmazonEC2Config.ApiVersion);
        request.Write(new QueryWriter(marshalled, ""));
        return marshalled;
    }

    public void Add(string name, string? value) => request.Add(prefix + name, value);

    public void Add(string name, ConstantClass? value) => request.Add(prefix + name, value?.Value);

    public void Add(string name, bool? value) => request.Add(prefix + name, value);

    public void Add(string name, int? value) => request.Add(prefix + name, value);

    public void Add(string name, long? value) => request.Add(prefix + name, value);

    public void Add(string name, double? value) => request.Add(prefix + name, value?.ToString("R", CultureInfo.InvariantCulture));

    public void Add(string name, DateTime? value) => request.Add(prefix + name, value);

    public void Add(string name, IQueryStructure? value) => value?.Write(new QueryWriter(request, $"{prefix}{name}."));

    public void Add(string name, List<string>? values) => request.AddList(prefix + name, values);

    public void Add<T>(string name, List<T>? values)
        where T : IQueryStructure =>
        request.AddList(prefix + name, values, static (to, item, value) => value.Write(new QueryWriter(to, $"{item}.")));
}
