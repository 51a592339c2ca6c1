namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Paginators of the operations that answer in pages.</summary>
public interface IEC2PaginatorFactory
{
    IDescribeImagesPaginator DescribeImages(DescribeImagesRequest request);

    IDescribeImportSnapshotTasksPaginator DescribeImportSnapshotTasks(DescribeImportSnapshotTasksRequest request);

    IDescribeInstanceStatusPaginator DescribeInstanceStatus(DescribeInstanceStatusRequest request);

    IDescribeInstanceTypesPaginator DescribeInstanceTypes(DescribeInstanceTypesRequest request);

    IDescribeInstancesPaginator DescribeInstances(DescribeInstancesRequest request);

    IDescribeLaunchTemplatesPaginator DescribeLaunchTemplates(DescribeLaunchTemplatesRequest request);

    IDescribeNetworkInterfacesPaginator DescribeNetworkInterfaces(DescribeNetworkInterfacesRequest request);

    IDescribeSecurityGroupsPaginator DescribeSecurityGroups(DescribeSecurityGroupsRequest request);

    IDescribeSnapshotsPaginator DescribeSnapshots(DescribeSnapshotsRequest request);

    IDescribeSubnetsPaginator DescribeSubnets(DescribeSubnetsRequest request);

    IDescribeTagsPaginator DescribeTags(DescribeTagsRequest request);

    IDescribeVolumesPaginator DescribeVolumes(DescribeVolumesRequest request);

    IDescribeVpcsPaginator DescribeVpcs(DescribeVpcsRequest request);
}
