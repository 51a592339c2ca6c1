using System.Collections.Concurrent;
using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Core.Errors;

namespace Replication.Aws.Sites;

/// <summary>What EC2 says about instance types; asked once for each, since a type never changes.</summary>
internal sealed class InstanceTypeCatalog(IAmazonEC2 ec2)
{
    private const string Unknown = "InvalidInstanceType";

    /// <summary>The most that one call takes.</summary>
    private const int PageSize = 100;

    private readonly ConcurrentDictionary<string, InstanceTypeInfo> _known = new(StringComparer.Ordinal);

    /// <summary>Null for a type that the region does not have.</summary>
    public async Task<InstanceTypeInfo?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out InstanceTypeInfo? info)) return info;
        try
        {
            var request = new DescribeInstanceTypesRequest { InstanceTypes = [name] };
            await foreach (InstanceTypeInfo found in ec2.Paginators.DescribeInstanceTypes(request).InstanceTypes.WithCancellation(cancellationToken))
                return _known.GetOrAdd(name, found);
            return null;
        }
        catch (AmazonEC2Exception error) when (error.ErrorCode == Unknown)
        {
            return null;
        }
    }

    /// <summary>Makes sure that all are known, in as few calls as they take.</summary>
    public async Task LoadAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (string[] chunk in names.Distinct(StringComparer.Ordinal).Where(name => !_known.ContainsKey(name)).Chunk(PageSize))
        {
            // A filter leaves out what the region does not have; a list of names would be refused as a whole.
            var request = new DescribeInstanceTypesRequest { Filters = [TagLists.Filter("instance-type", chunk)] };
            await foreach (InstanceTypeInfo info in ec2.Paginators.DescribeInstanceTypes(request).InstanceTypes.WithCancellation(cancellationToken))
            {
                if (info.InstanceType is { } type) _known.TryAdd(type.Value, info);
            }
        }
    }

    public InstanceTypeInfo? Known(string name) => _known.GetValueOrDefault(name);

    /// <summary>Error: InstanceTypeNotUsable.</summary>
    public async Task RequireAsync(string name, string architecture, string? bootMode, CancellationToken cancellationToken)
    {
        InstanceTypeInfo info = await FindAsync(name, cancellationToken) ?? throw NotUsable(name, "The region does not have it.", "a type of this region.");
        if (info.ProcessorInfo?.SupportedArchitectures is { } architectures && !architectures.Contains(architecture))
            throw NotUsable(name, $"Its architecture is {string.Join(", ", architectures)}.", $"a type for {architecture}.");
        if (bootMode is not null && info.SupportedBootModes is { Count: > 0 } modes && !modes.Contains(bootMode))
            throw NotUsable(name, $"It boots by {string.Join(", ", modes)}.", $"a type that boots by {bootMode}.");
    }

    private static ReplicationException NotUsable(string name, string found, string needed) =>
        new("InstanceTypeNotUsable", $"Instance type {name}", found, needed, "Set another instance type on the VM, the group or the site.");
}
