using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Regions;

internal static class RegionActions
{
    private static readonly FilterTable<NamedPlace> RegionFilters = new(new Dictionary<string, Func<NamedPlace, IEnumerable<object?>>>
    {
        ["region-name"] = place => [place.Id],
        ["endpoint"] = place => [Endpoint(place.Id)],
        ["opt-in-status"] = _ => [NamedPlace.OptIn],
    });

    public static Task<IEnumerable<XElement?>> DescribeRegionsAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = call.Parameters.Texts("RegionName");
        Func<NamedPlace, bool> filter = RegionFilters.Read(call.Parameters);
        call.Parameters.Disregard("AllRegions");
        call.Begin();
        if (names.FirstOrDefault(name => call.Cloud.Find(name) is null) is { } unknown)
            throw new Ec2Refusal("InvalidParameterValue", $"Invalid region names '{unknown}'");
        IEnumerable<NamedPlace> places = call.Cloud.Regions.Select(region => new NamedPlace(region.Name)).Where(place => names.Count == 0 || names.Contains(place.Id));
        return Task.FromResult<IEnumerable<XElement?>>(
        [
            Ec2Xml.List(
                "regionInfo",
                places.Where(filter),
                place => [Ec2Xml.Value("regionName", place.Id), Ec2Xml.Value("regionEndpoint", Endpoint(place.Id)), Ec2Xml.Value("optInStatus", NamedPlace.OptIn)]),
        ]);
    }

    public static Task<IEnumerable<XElement?>> DescribeZonesAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        RegionZones zones = call.Region.Zones;
        IReadOnlyList<string> names = [.. call.Parameters.Texts("ZoneName").Concat(call.Parameters.Texts("ZoneId")).Select(zones.Get)];
        Func<NamedPlace, bool> filter = ZoneFilters(zones).Read(call.Parameters);
        call.Parameters.Disregard("AllAvailabilityZones");
        call.Begin();
        IEnumerable<NamedPlace> places = zones.Names.Where(name => names.Count == 0 || names.Contains(name)).Select(name => new NamedPlace(name));
        return Task.FromResult<IEnumerable<XElement?>>([Ec2Xml.List("availabilityZoneInfo", places.Where(filter), place => Zone(zones, place.Id))]);
    }

    private static FilterTable<NamedPlace> ZoneFilters(RegionZones zones) => new(new Dictionary<string, Func<NamedPlace, IEnumerable<object?>>>
    {
        ["group-name"] = _ => [zones.Region],
        ["opt-in-status"] = _ => ["opt-in-not-required"],
        ["region-name"] = _ => [zones.Region],
        ["state"] = _ => ["available"],
        ["zone-id"] = place => [zones.IdOf(place.Id)],
        ["zone-name"] = place => [place.Id],
        ["zone-type"] = _ => ["availability-zone"],
    });

    private static IEnumerable<XElement?> Zone(RegionZones zones, string name) =>
    [
        Ec2Xml.Value("zoneName", name),
        Ec2Xml.Value("zoneId", zones.IdOf(name)),
        Ec2Xml.Value("zoneState", "available"),
        Ec2Xml.Value("zoneType", "availability-zone"),
        Ec2Xml.Value("regionName", zones.Region),
        Ec2Xml.Value("groupName", zones.Region),
        Ec2Xml.Value("networkBorderGroup", zones.Region),
        Ec2Xml.Value("optInStatus", NamedPlace.OptIn),
        Ec2Xml.Texts("messageSet", []),
    ];

    private static string Endpoint(string region) => $"ec2.{region}.amazonaws.com";
}
