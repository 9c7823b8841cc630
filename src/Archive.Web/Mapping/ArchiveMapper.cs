using System.Reflection;
using AutoMapper;
using AutoMapper.Configuration;

namespace Archive.Web.Mapping;

/// <summary>The one mapper from the domain to what pages show. Never used where a field ends in evidence.</summary>
internal static class ArchiveMapper
{
    public static MapperConfiguration Configure()
    {
        var expression = new Net10MapperExpression { CreateMissingTypeMaps = false };
        expression.AddProfile<SearchProfile>();
        expression.AddProfile<MessagesProfile>();
        expression.AddProfile<OperationsProfile>();
        expression.AddProfile<EvidenceProfile>();
        return new MapperConfiguration(expression);
    }

    public static IMapper Create() => Configure().CreateMapper();

    /// <summary>AutoMapper 8 closes the generic methods of Enumerable over every element type. Since .NET 7 there are constrained ones among
    /// them, which throws; no profile here flattens through LINQ, so it is given none.</summary>
    private sealed class Net10MapperExpression : MapperConfigurationExpression, IProfileConfiguration
    {
        IEnumerable<MethodInfo> IProfileConfiguration.SourceExtensionMethods => [];
    }
}
