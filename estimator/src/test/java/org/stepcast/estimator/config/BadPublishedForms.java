package org.stepcast.estimator.config;

import java.util.List;

/** Wrong jobs in the published form. */
final class BadPublishedForms {

    private static final String NUMBERS = "[4, 2, 2, 4, 32, 4096, 4096, 8, 4]";
    private static final String CSV = "mp,b,l,dim,F_dur(us),B_dur(us)\n1,2,1024,2048,10,20\n";

    private BadPublishedForms() {}

    static List<BadInput> all() {
        return List.of(
                broken(
                        "eight numbers",
                        NUMBERS,
                        "[4, 2, 2, 4, 32, 4096, 4096, 8]",
                        "training_config ([4, 2, 2, 4, 32, 4096, 4096, 8]) must be 9 whole numbers: pp, mp, dp, b, h, l, dim, steps_per_update, gpus_per_node"),
                broken("ten numbers", NUMBERS, "[4, 2, 2, 4, 32, 4096, 4096, 8, 4, 1]", "must be 9 whole numbers"),
                broken(
                        "word among the numbers",
                        "[4, 2,",
                        "[4, two,",
                        "training_config[1] mp (two) must be a whole number from 1 to"),
                broken(
                        "fraction among the numbers",
                        "[4, 2,",
                        "[4, 2.5,",
                        "training_config[1] mp (2.5) must be a whole number from 1 to"),
                broken("text in place of the numbers", NUMBERS, "\"4-2-2\"", "training_config (4-2-2) must be"),
                broken(
                        "zero replicas",
                        "[4, 2, 2,",
                        "[4, 2, 0,",
                        "training_config[2] dp (0) must be a whole number from 1 to"),
                broken(
                        "negative sequence",
                        "32, 4096, 4096,",
                        "32, -4096, 4096,",
                        "training_config[5] l (-4096) must be a whole number from 1 to"),
                broken(
                        "huge hidden size",
                        "4096, 4096, 8",
                        "4096, 409600000, 8",
                        "training_config[6] dim (409600000) must be a whole number from 1 to"),
                broken(
                        "mp does not divide the heads",
                        "[4, 2, 2,",
                        "[4, 64, 2,",
                        "training_config[1] mp (64) must divide the head count (32)",
                        "Maybe use 32."),
                broken(
                        "heads do not divide dim",
                        "4, 32, 4096",
                        "4, 30, 4096",
                        "training_config[4] h (30) must divide the hidden size (4096)",
                        "Maybe use 16 or 32."),
                broken(
                        "more stages than encoders",
                        "[4, 2, 2,",
                        "[33, 2, 2,",
                        "training_config[0] pp (33) must be at most the layer count (32)",
                        "Maybe use 32."),
                broken(
                        "more devices than a node has",
                        "4096, 8, 4]",
                        "4096, 8, 8]",
                        "training_config[8] gpus_per_node (8) must be at most the GPU count of a node of perlmutter-a100 (4)",
                        "Maybe use 4."),
                broken(
                        "no numbers",
                        "\"training_config\": " + NUMBERS + ",",
                        "",
                        "job.yml: training_config is missing"),
                broken("no encoders", "\"encoders\": 32,", "", "job.yml: encoders is missing"),
                broken(
                        "no encoders at all",
                        "\"encoders\": 32",
                        "\"encoders\": 0",
                        "job.yml: encoders (0) must be a whole number from 1"),
                broken("fraction of a bucket", "1260000000", "1.26e9", "comm_bucket (1.26E9) must be a whole number"),
                broken("no bucket", "\"comm_bucket\": 1260000000,", "", "job.yml: comm_bucket is missing"),
                broken(
                        "negative syncs",
                        "\"fwd_syncs\":2",
                        "\"fwd_syncs\":-1",
                        "fwd_syncs (-1) must be a whole number from 0"),
                broken("no syncs", "\"bwd_syncs\":2,", "", "job.yml: bwd_syncs is missing"),
                broken(
                        "unknown operator",
                        "'gelu', 'linear4', 'linear_final'",
                        "'gellu', 'gelu', 'linear4', 'linear_final'",
                        "job.yml: function_list[7] (gellu) is not a known operator",
                        "Maybe gelu."),
                broken(
                        "unknown operator of a layer",
                        "'gelu', 'linear4', 'res_add'",
                        "'swish', 'linear4', 'res_add'",
                        "job.yml: encoder_function_list[8] (swish) is not a known operator"),
                broken(
                        "operator of a layer that is not listed",
                        "'gelu', 'linear4', 'res_add'",
                        "'gelu', 'linear4', 'softmax'",
                        "job.yml: encoder_function_list (softmax) must be in function_list too"),
                broken(
                        "embedding in a layer",
                        "'gelu', 'linear4', 'res_add'",
                        "'gelu', 'linear4', 'embedding'",
                        "job.yml: encoder_function_list (embedding) is no operator of a layer"),
                broken("no embedding", "'embedding', ", "", "job.yml: function_list (", "must hold embedding"),
                broken(
                        "norm that is not listed",
                        "\"layernorm_name\":'RMSlayernorm'",
                        "\"layernorm_name\":'layernorm'",
                        "must hold layernorm"),
                broken(
                        "operator as a norm",
                        "\"layernorm_name\":'RMSlayernorm'",
                        "\"layernorm_name\":'gelu'",
                        "layernorm_name (gelu) must be one of layernorm, RMSlayernorm"),
                broken(
                        "text in place of operators",
                        "['RMSlayernorm', 'linear1', 'RoPE', 'flash_atten', 'linear2', 'RMSlayernorm', 'res_add', 'linear3', 'gelu', 'linear4', 'res_add']",
                        "linear1",
                        "encoder_function_list (linear1) must be a list"),
                broken(
                        "no operators",
                        "['RMSlayernorm', 'linear1', 'RoPE', 'flash_atten', 'linear2', 'RMSlayernorm', 'res_add', 'linear3', 'gelu', 'linear4', 'res_add']",
                        "[]",
                        "encoder_function_list ([]) must be a list of at least one"),
                broken(
                        "unknown key",
                        "\"fwd_syncs\":2",
                        "\"fwd_syncs\":2, \"fwd_sync\":2",
                        "job.yml: fwd_sync (2) is not a known key",
                        "Maybe fwd_syncs"),
                broken(
                        "unknown device",
                        "NVIDIAA100-SXM4-80GB",
                        "NVIDIAA100-SXM5",
                        "job.yml: gpu_name (NVIDIAA100-SXM5) is not a known device",
                        "Maybe "),
                broken("empty device", "NVIDIAA100-SXM4-80GB", "", "job.yml: gpu_name () must not be empty"),
                broken(
                        "empty folder name",
                        "./regressors/Perlmutter/nccl",
                        "",
                        "job.yml: nccl_data_folder () must not be empty"),
                broken("no device", "\"gpu_name\": \"NVIDIAA100-SXM4-80GB\",", "", "job.yml: gpu_name is missing"),
                broken(
                        "cluster that was never published",
                        "Perlmutter",
                        "Frontier",
                        "job.yml: operator_data_folder (./regressors/Frontier/operator) is no folder",
                        "Looked in",
                        "Perlmutter, Vista"),
                broken(
                        "cluster of another device",
                        "NVIDIAA100-SXM4-80GB",
                        "NVIDIAGH200120GB",
                        "is no folder, nor does it name a known cluster of GH200"),
                broken(
                        "no folder",
                        "\"nccl_data_folder\": \"./regressors/Perlmutter/nccl\",",
                        "",
                        "job.yml: nccl_data_folder is missing"),
                broken(
                                "one folder of two",
                                "Perlmutter",
                                "Mine",
                                "job.yml: nccl_data_folder (./regressors/Mine/nccl) is no folder",
                                "Looked in")
                        .beside("regressors/Mine/operator/NVIDIAA100-SXM4-80GB_linear1_fp16.csv", CSV),
                broken(
                                "folders without samples",
                                "Perlmutter",
                                "Mine",
                                "operator_data_folder (./regressors/Mine/operator) holds no samples of gpu_name",
                                "nccl_data_folder (./regressors/Mine/nccl) holds no samples of gpu_name: no file NVIDIAA100-SXM4-80GB_*.csv")
                        .beside("regressors/Mine/operator/", "")
                        .beside("regressors/Mine/nccl/", "")
                        .withFaults(2));
    }

    private static BadInput broken(String name, String from, String to, String... fragments) {
        return BadInput.job("published: " + name, PublishedJobs.with(from, to), fragments);
    }
}
