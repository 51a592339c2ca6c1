namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Paginators bound to one client.</summary>
internal sealed class EC2PaginatorFactory(IAmazonEC2 client) : IEC2PaginatorFactory
{
    public IDescribeImagesPaginator DescribeImages(DescribeImagesRequest request) => new DescribeImagesPaginator(client, request);

    public IDescribeImportSnapshotTasksPaginator DescribeImportSnapshotTasks(DescribeImportSnapshotTasksRequest request) => new DescribeImportSnapshotTasksPaginator(client, request);

    public IDescribeInstanceStatusPaginator DescribeInstanceStatus(DescribeInstanceStatusRequest request) => new DescribeInstanceStatusPaginator(client, request);

    public IDescribeInstanceTypesPaginator DescribeInstanceTypes(DescribeInstanceTypesRequest request) => new DescribeInstanceTypesPaginator(client, request);

    public IDescribeInstancesPaginator DescribeInstances(DescribeInstancesRequest request) => new DescribeInstancesPaginator(client, request);

    public IDescribeLaunchTemplatesPaginator DescribeLaunchTemplates(DescribeLaunchTemplatesRequest request) => new DescribeLaunchTemplatesPaginator(client, request);

    public IDescribeNetworkInterfacesPaginator DescribeNetworkInterfaces(DescribeNetworkInterfacesRequest request) => new DescribeNetworkInterfacesPaginator(client, request);

    public IDescribeSecurityGroupsPaginator DescribeSecurityGroups(DescribeSecurityGroupsRequest request) => new DescribeSecurityGroupsPaginator(client, request);

    public IDescribeSnapshotsPaginator DescribeSnapshots(DescribeSnapshotsRequest request) => new DescribeSnapshotsPaginator(client, request);

    public IDescribeSubnetsPaginator DescribeSubnets(DescribeSubnetsRequest request) => new DescribeSubnetsPaginator(client, request);

    public IDescribeTagsPaginator DescribeTags(DescribeTagsRequest request) => new DescribeTagsPaginator(client, request);

    public IDescribeVolumesPaginator DescribeVolumes(DescribeVolumesRequest request) => new DescribeVolumesPaginator(client, request);

    public IDescribeVpcsPaginator DescribeVpcs(DescribeVpcsRequest request) => new DescribeVpcsPaginator(client, request);
}
