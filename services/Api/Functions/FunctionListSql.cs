using System.Text;
using Dapper;
using ScfAspire.Api.Store;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Functions;

/// <summary>The statements of a listing of functions. Nothing of the caller gets into their text.</summary>
public sealed record FunctionListSql(string Count, string Page, DynamicParameters Parameters)
{
    private const string TagPrefix = "tag-";

    /// <exception cref="ScfException">An order, filter or page out of rule.</exception>
    public static FunctionListSql Build(ListFunctions query)
    {
        var (offset, limit) = Paging.Require(query.Offset, query.Limit);
        if (query.Filters.Count > ScfLimits.FiltersPerList)
            throw new ScfException(ScfErrorCode.InvalidFilters, $"At most {ScfLimits.FiltersPerList} filters are allowed.");
        var order = query.OrderBy switch
        {
            "" or "AddTime" => "f.add_time",
            "ModTime" => "v.mod_time",
            "FunctionName" => "f.name",
            _ => throw new ScfException(ScfErrorCode.InvalidParameterValue, $"Orderby '{query.OrderBy}' must be AddTime, ModTime or FunctionName."),
        };
        var parameters = new DynamicParameters(new { query.Namespace, NameRules.Latest, offset, limit });
        var where = new StringBuilder("f.namespace = @Namespace AND v.version = @Latest");
        if (query.SearchKey.Length > 0)
        {
            parameters.Add("search", Paging.LikePattern(query.SearchKey));
            where.Append(" AND f.name ILIKE @search");
        }

        if (query.Description.Length > 0)
        {
            parameters.Add("description", Paging.LikePattern(query.Description));
            where.Append(" AND v.configuration->>'description' ILIKE @description");
        }

        for (var i = 0; i < query.Filters.Count; i++)
        {
            parameters.Add($"values{i}", query.Filters[i].Values.ToArray());
            where.Append(" AND ").Append(Condition(query.Filters[i].Name, i, parameters));
        }

        var from = $"FROM control.function f JOIN control.function_version v ON v.function_id = f.id WHERE {where}";
        var direction = query.Ascending ? "ASC" : "DESC";
        return new(
            $"SELECT count(*) {from}",
            $"SELECT {FunctionVersionRow.Columns} {from} ORDER BY {order} {direction}, f.id {direction} LIMIT @limit OFFSET @offset",
            parameters);
    }

    private static string Condition(string name, int index, DynamicParameters parameters)
    {
        var any = $"= ANY(@values{index})";
        if (name.StartsWith(TagPrefix, StringComparison.Ordinal))
        {
            parameters.Add($"tag{index}", name[TagPrefix.Length..]);
            return $"EXISTS (SELECT FROM jsonb_array_elements(v.configuration->'tags') t WHERE t->>'key' = @tag{index} AND t->>'value' {any})";
        }

        return name switch
        {
            "Status" => $"v.status {any}",
            "Runtime" => $"f.runtime {any}",
            "Type" => $"f.kind {any}",
            "FunctionName" => $"f.name {any}",
            "PublicNetStatus" => $"CASE WHEN (v.configuration->>'publicNet')::boolean THEN 'ENABLE' ELSE 'DISABLE' END {any}",
            "Role" => $"v.configuration->>'role' {any}",
            "VpcId" => $"v.configuration->'vpc'->>'vpcId' {any}",
            "SubnetId" => $"v.configuration->'vpc'->>'subnetId' {any}",
            "ClsLogsetId" => $"v.configuration->>'clsLogsetId' {any}",
            "ClsTopicId" => $"v.configuration->>'clsTopicId' {any}",
            // Settings that no function of this installation can have.
            "CfsId" or "CfsMountInsId" or "Eip" or "Stamp" => "false",
            "AsyncRunEnable" or "TraceEnable" => $"'FALSE' {any}",
            _ => throw new ScfException(ScfErrorCode.InvalidParameterValue, $"Filter '{name}' is unknown."),
        };
    }
}
