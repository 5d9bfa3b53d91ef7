using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOps.Sandbox.Cloud;

/// <summary>What Azure Resource Manager itself knows of all resources of the group: the list of them, and their tags (2022-09-01).</summary>
internal static partial class ResourceEndpoints
{
    private const int MostTags = 50;

    [GeneratedRegex(@"^(?<property>resourceType|tagName|name) eq '(?<value>[^']*)'(?: and tagValue eq '(?<tag>[^']*)')?$")]
    private static partial Regex Filter();

    public static void Map(ArmRoutes routes)
    {
        routes.OnGroup("GET", "resources", List);
        Tags(routes, VmEndpoints.Type, (cloud, name) => cloud.Vms.GetValueOrDefault(name));
        Tags(routes, StorageAndNetworkEndpoints.Disks, (cloud, name) => cloud.Disks.GetValueOrDefault(name));
        Tags(routes, StorageAndNetworkEndpoints.Nics, (cloud, name) => cloud.Nics.GetValueOrDefault(name));
        Tags(routes, StorageAndNetworkEndpoints.Addresses, (cloud, name) => cloud.Addresses.GetValueOrDefault(name));
        Tags(routes, SnapshotEndpoints.Type, (cloud, name) => cloud.Snapshots.GetValueOrDefault(name));
    }

    private static ArmAnswer List(ArmRequest request)
    {
        var cloud = request.Cloud;
        var wanted = Wanted(request.Query("$filter"));
        var page = new List<JsonObject>();
        // A VM is on the same page as its children, so that the next page can begin with a number.
        var (i, all) = (request.Skip, cloud.Vms.Count + cloud.Disks.Count + cloud.Nics.Count + cloud.Addresses.Count + cloud.Snapshots.Count);
        for (; i < all && page.Count < ArmRequest.PageSize; i++) page.AddRange(At(request, i).Where(wanted));
        return request.Page(page, i < all ? i : null);
    }

    private static IEnumerable<JsonObject> At(ArmRequest request, int i)
    {
        var cloud = request.Cloud;
        if (i < cloud.Vms.Count) return VmAndChildren(request, cloud.Vms.GetValueAtIndex(i));
        i -= cloud.Vms.Count;
        if (i < cloud.Disks.Count)
        {
            var disk = cloud.Disks.GetValueAtIndex(i);
            var view = View(request, StorageAndNetworkEndpoints.Disks, disk);
            if (disk.ManagedBy is { } vm) view["managedBy"] = request.Id(VmEndpoints.Type, vm);
            return [view];
        }
        i -= cloud.Disks.Count;
        if (i < cloud.Nics.Count) return [View(request, StorageAndNetworkEndpoints.Nics, cloud.Nics.GetValueAtIndex(i))];
        i -= cloud.Nics.Count;
        if (i < cloud.Addresses.Count) return [View(request, StorageAndNetworkEndpoints.Addresses, cloud.Addresses.GetValueAtIndex(i))];
        var snapshot = cloud.Snapshots.GetValueAtIndex(i - cloud.Addresses.Count);
        return [View(request, SnapshotEndpoints.Type, snapshot, snapshot.Provisioning)];
    }

    private static IEnumerable<JsonObject> VmAndChildren(ArmRequest request, CloudVm vm)
    {
        yield return View(request, VmEndpoints.Type, vm, vm.Provisioning);
        foreach (var (name, extension) in vm.Extensions) yield return Child("extensions", name, extension.CreatedAt, extension.Provisioning, extension.Body);
        foreach (var (name, run) in vm.Runs) yield return Child("runCommands", name, run.StartedAt, run.Provisioning, run.Body);

        JsonObject Child(string kind, string name, DateTimeOffset createdAt, string provisioning, JsonObject body)
        {
            var id = $"{request.Id(VmEndpoints.Type, vm.Name)}/{kind}/{name}";
            return View(request, id, $"{vm.Name}/{name}", $"{VmEndpoints.Type}/{kind}", vm.Region, createdAt, body["tags"] as JsonObject, provisioning);
        }
    }

    private static JsonObject View(ArmRequest request, string type, ITagged resource, string provisioning = "Succeeded") =>
        View(request, request.Id(type, resource.Name), resource.Name, type, resource.Region, resource.CreatedAt, resource.Tags, provisioning);

    private static JsonObject View(
        ArmRequest request, string id, string name, string type, string region, DateTimeOffset createdAt, JsonObject? tags, string provisioning)
    {
        var view = new JsonObject { ["id"] = id, ["name"] = name, ["type"] = type, ["location"] = region };
        if (tags is { Count: > 0 }) view["tags"] = tags.DeepClone();
        if (request.Expands("createdTime")) view["createdTime"] = $"{createdAt:yyyy-MM-ddTHH:mm:ss.fffffffZ}";
        if (request.Expands("provisioningState")) view["provisioningState"] = provisioning;
        return view;
    }

    /// <summary>The part of ARM's filter language that the product could use.</summary>
    private static Func<JsonObject, bool> Wanted(string? filter)
    {
        if (string.IsNullOrEmpty(filter)) return _ => true;
        if (Filter().Match(filter) is not { Success: true } match)
            throw new ArmError(400, "InvalidFilterInQueryString", $"Invalid $filter '{filter}' specified in the query string.");
        var (property, value) = (match.Groups["property"].Value, match.Groups["value"].Value);
        return property switch
        {
            "tagName" => view => view["tags"]?[value] is { } tag && (!match.Groups["tag"].Success || (string?)tag == match.Groups["tag"].Value),
            "resourceType" => view => string.Equals((string?)view["type"], value, StringComparison.OrdinalIgnoreCase),
            _ => view => string.Equals((string?)view["name"], value, StringComparison.OrdinalIgnoreCase),
        };
    }

    private static void Tags(ArmRoutes routes, string type, Func<CloudState, string, ITagged?> find)
    {
        var path = $"providers/{type}/{{name}}/providers/Microsoft.Resources/tags/default";
        routes.OnGroup("GET", path, request => ArmAnswer.Ok(TagsView(request, type, Find(request))));
        routes.OnGroup("PATCH", path, request =>
        {
            var resource = Find(request);
            Patch(resource.Tags, (string?)request.Body["operation"], request.Body["properties"]?["tags"]?.AsObject() ?? []);
            return ArmAnswer.Ok(TagsView(request, type, resource));
        });

        ITagged Find(ArmRequest request) => find(request.Cloud, request["name"]) ?? throw ArmError.NotFound(type, request["name"], request.Group);
    }

    private static void Patch(JsonObject tags, string? operation, JsonObject given)
    {
        if (operation is not ("Merge" or "Replace" or "Delete")) throw ArmError.Invalid("operation", $"The tags operation '{operation}' is not valid.");
        if (operation == "Delete")
        {
            foreach (var (name, _) in given) tags.Remove(name);
            return;
        }
        var names = given.Select(tag => tag.Key).Concat(operation == "Replace" ? [] : tags.Select(tag => tag.Key)).Distinct(StringComparer.OrdinalIgnoreCase);
        if (names.Count() > MostTags)
            throw new ArmError(400, "InvalidTagsCount", $"The number of tags is more than the maximum of {MostTags}.");
        if (operation == "Replace") tags.Clear();
        foreach (var (name, value) in given) tags[name] = value?.DeepClone();
    }

    private static JsonObject TagsView(ArmRequest request, string type, ITagged resource) => new()
    {
        ["id"] = $"{request.Id(type, resource.Name)}/providers/Microsoft.Resources/tags/default",
        ["name"] = "default",
        ["type"] = "Microsoft.Resources/tags",
        ["properties"] = new JsonObject { ["tags"] = resource.Tags.DeepClone() },
    };
}
