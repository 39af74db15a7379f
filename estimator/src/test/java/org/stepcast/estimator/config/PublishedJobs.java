package org.stepcast.estimator.config;

/** A sound job in the published form, as estimate-train-time ships it (MIT licence). */
final class PublishedJobs {

    static final String TEXT = """
            {
              "gpu_name": "NVIDIAA100-SXM4-80GB",
              "operator_data_folder": "./regressors/Perlmutter/operator",
              "nccl_data_folder": "./regressors/Perlmutter/nccl",

              # pp, mp, dp, b, h, l, dim, steps_per_update, gpus_per_node
              "training_config": [4, 2, 2, 4, 32, 4096, 4096, 8, 4],
              "comm_bucket": 1260000000,
              "encoders": 32,

              "function_list":['embedding', 'RMSlayernorm', 'linear1', 'RoPE', 'flash_atten', 'linear2', 'linear3', 'gelu', 'linear4', 'linear_final', 'parallel_cross_entropy_128', 'res_add'],
              "encoder_function_list":['RMSlayernorm', 'linear1', 'RoPE', 'flash_atten', 'linear2', 'RMSlayernorm', 'res_add', 'linear3', 'gelu', 'linear4', 'res_add'],
              "layernorm_name":'RMSlayernorm',

              "fwd_syncs":2,
              "bwd_syncs":2,
            }
            """;

    private PublishedJobs() {}

    static String with(String from, String to) {
        return BadInput.edit(TEXT, from, to);
    }

    /** The job for GH200 of Vista. */
    static String vista() {
        return with("Perlmutter", "Vista")
                .replace("NVIDIAA100-SXM4-80GB", "NVIDIAGH200120GB")
                .replace("4096, 4096, 8, 4]", "4096, 4096, 8, 1]");
    }
}
